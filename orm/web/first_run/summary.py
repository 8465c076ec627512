"""The answers of the first run as rows of words, to be looked through before they are written."""

from collections.abc import Iterator, Mapping, Sequence

from orm.config.first_answers import read_calendar, read_people
from orm.config.first_choices import ACCEPTED, SWITCHED_ON
from orm.config.first_draft import Draft, Step
from orm.config.first_file import Surroundings
from orm.config.first_sheet import Sheet, Wrong
from orm.model.polls import Access
from orm.reading.plain_words import roles
from orm.web.first_run.views import LABELS, NATION_CHOICES, STEPS, Section
from orm.web.spelling import plural

Row = tuple[str, str]


def sections(
    draft: Draft, around: Surroundings, called: Mapping[str, str], wrong: Sequence[Wrong]
) -> tuple[Section, ...]:
    """Each step's rows, and the sentences of what is wrong in it."""
    return tuple(
        Section(
            label=LABELS[step],
            to=f"{STEPS}{step.value}",
            rows=tuple(_rows(step, draft, around, called)),
            wrong=tuple(each.says for each in wrong if each.step is step),
        )
        for step in Step
    )


def _rows(
    step: Step, draft: Draft, around: Surroundings, called: Mapping[str, str]
) -> Iterator[Row]:
    sheet = Sheet(step, draft.typed(step))
    match step:
        case Step.SCHOOL:
            yield from _school(sheet)
        case Step.PEOPLE:
            yield from _people(draft)
        case Step.CALENDAR:
            yield from _calendar(draft, sheet)
        case Step.MAIL:
            yield from _mail(sheet)
        case Step.SOURCES:
            yield from _sources(sheet, around, called)


def _school(sheet: Sheet) -> Iterator[Row]:
    yield "School", sheet.one("name")
    yield "Town and postcode", f"{sheet.one('town')}, {sheet.one('postcode').upper()}".strip(", ")
    yield "Website", sheet.one("website")
    yield "Number in the register (URN)", sheet.one("urn") or "none"
    for label, name in (("Also called", "aliases"), ("Not us", "namesakes")):
        if lines := sheet.lines(name):
            yield label, "; ".join(lines)


def _people(draft: Draft) -> Iterator[Row]:
    people = read_people(draft)
    names = {each.id: each.name for each in people.people}
    for each in people.people:
        me = " (you)" if people.me == each else ""
        deputy = f"; {names[each.deputy]} stands in" if each.deputy else ""
        yield f"{each.name or 'no name yet'}{me}", f"{roles(each.roles)}: {each.email}{deputy}"


def _calendar(draft: Draft, sheet: Sheet) -> Iterator[Row]:
    table, _ = read_calendar(draft)
    names = {each.value: each.label for each in NATION_CHOICES}
    yield "Where", names.get(sheet.one("nation"), "")
    terms, inset = table.get("terms"), table.get("inset_on")
    yield (
        "Terms",
        plural(len(terms), "term")
        if isinstance(terms, list)
        else "none yet: every weekday but a bank holiday counts as a school day",
    )
    yield "INSET days", str(len(inset)) if isinstance(inset, list) else "none"


def _mail(sheet: Sheet) -> Iterator[Row]:
    through = sheet.one("host") if sheet.one("transport") == "smtp" else "a folder on this computer"
    yield "Letters go through", through
    yield "They come from", sheet.one("sender")
    yield "Address of the desk", sheet.one("desk_url") or "this computer only"
    yield "Webmasters write to", sheet.one("contact")


def _sources(sheet: Sheet, around: Surroundings, called: Mapping[str, str]) -> Iterator[Row]:
    shapes = around.shapes
    free = {name for name, shape in shapes.items() if shape.access is Access.A}
    on = [name for name in sheet.every(SWITCHED_ON) if name in free]
    yield "On, without a key", f"{len(on)} of {plural(len(free), 'source')}"
    accepted = [name for name in sheet.every(ACCEPTED) if name in shapes]
    by = f", accepted by {sheet.one('accepted_by')}" if accepted else ""
    names = "; ".join(called[name] for name in accepted)
    yield "On, with restricted terms", f"{names}{by}" if names else "none"
    keyed = [name for name in shapes if sheet.one(f"keyat-{name}")]
    yield "On, with a key", "; ".join(called[name] for name in keyed) or "none"
