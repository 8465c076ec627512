"""What the house tells of itself: more is said than usual, a place says nothing, a key ends.

Numbers, the school's name and names of places that are read; no post is known here.
"""

from collections.abc import Sequence

from orm.model.house_alerts import HouseAlert, KeyEnd, Outage
from orm.model.letters import Letter, LetterKind
from orm.model.schools import Contact, School, SchoolId
from orm.model.settings import DigestRules
from reports import bank
from reports.case_rows import Desk
from reports.plain import one_line
from reports.render import render
from reports.view import AlertView

_LONGEST_SCHOOL = 80
_MOST_NAMED = 5


def spike_letter(
    alert: HouseAlert, *, school: School, reader: Contact, rules: DigestRules
) -> Letter:
    """More is being said about a school than usual; `alert` holds the figures."""
    usual = (
        bank.fixed("house", "usually", median=bank.median(alert.usual))
        if alert.usual
        else bank.fixed("house", "usually_none")
    )
    lines = (
        bank.fixed(
            "house",
            "spike",
            mentions=bank.counted(alert.number, "mentions"),
            moment=bank.moment(alert.at),
            usual=usual,
        ),
        bank.fixed("house", "spike_means"),
        bank.fixed("house", "spike_counts"),
    )
    return _letter(
        alert.once, "subject_spike", lines, schools=(school,), reader=reader, rules=rules
    )


def silence_letter(
    once: str,
    outages: Sequence[Outage],
    *,
    schools: Sequence[School],
    reader: Contact,
    rules: DigestRules,
) -> Letter:
    """Places that are not heard of any more, all in one letter. `schools` are those it is about."""
    everything = [each.since for each in outages if not each.source]
    said = (
        (bank.fixed("house", "everything", moment=bank.moment(max(everything))),)
        if everything
        else ()
    )
    about = (
        (bank.fixed("house", "of_schools", schools=bank.counted(len(schools), "schools")),)
        if len(schools) > 1
        else ()
    )
    lines = (
        *said,
        *_named("unread", [each.source for each in outages if each.source and each.unread]),
        *_named("silent", [each.source for each in outages if each.source and not each.unread]),
        *about,
        bank.fixed("house", "silence_means"),
        bank.fixed("house", "silence_act"),
    )
    subject = "subject_everything" if everything else "subject_silence"
    return _letter(once, subject, lines, schools=schools, reader=reader, rules=rules)


def key_letter(
    once: str, key: KeyEnd, *, school: School, reader: Contact, rules: DigestRules
) -> Letter:
    """A source's key ends; what it is called is not said, for it may be an address."""
    lines = (
        bank.fixed(
            "house",
            "key_over" if key.over else "key",
            source=bank.source(key.source),
            day=bank.day(key.ends_on),
        ),
        bank.fixed("house", "key_means"),
        bank.fixed("house", "key_act"),
    )
    subject = "subject_key_over" if key.over else "subject_key"
    return _letter(once, subject, lines, schools=(school,), reader=reader, rules=rules)


def _named(name: str, sources: Sequence[str]) -> tuple[bank.Said, ...]:
    if not sources:
        return ()
    said = [bank.source(each) for each in dict.fromkeys(sources)]
    return (bank.fixed("house", name, listed=bank.listed(said, most=_MOST_NAMED)),)


def _letter(
    once: str,
    subject: str,
    lines: tuple[bank.Said, ...],
    *,
    schools: Sequence[School],
    reader: Contact,
    rules: DigestRules,
) -> Letter:
    desk = Desk.at(rules.desk_url)
    heading = bank.fixed("house", subject)
    view = AlertView(
        subject=heading,
        school=_sender(schools),
        heading=heading,
        lines=(
            *lines,
            bank.fixed("house", "desk" if desk.address else "no_desk"),
            bank.fixed("house", "limits"),
        ),
        href=desk.address,
        urgent=False,
    )
    rendered = render("alert", view)
    return Letter(
        once=f"house/{once}/{reader.id}",
        kind=LetterKind.HOUSE,
        school_id=SchoolId(schools[0].id),
        recipient=reader.email,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
    )


def _sender(schools: Sequence[School]) -> str:
    """The school's name; of several schools the program's."""
    if len(schools) > 1:
        return bank.fixed("held", "sender")
    return one_line(schools[0].name, longest=_LONGEST_SCHOOL)
