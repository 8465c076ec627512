"""One step of the first run: shown, sent, put right; and the last page, which writes everything."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from orm.config.first_answers import (
    MOST_PEOPLE,
    MOST_TERMS,
    read_people,
    rows_of_people,
    rows_of_terms,
)
from orm.config.first_choices import mail_settings
from orm.config.first_draft import Draft, Step, Typed
from orm.config.first_file import FirstFile, first_file, wrong_in
from orm.config.first_sheet import Wrong
from orm.errors import DeliveryError, OrmError
from orm.model.letters import Letter, LetterKind, Mail, MailId
from orm.model.schools import School, SchoolId
from orm.model.settings import Transport
from orm.web.asking import Fields, Page, Went
from orm.web.first_run.fields import before_typing, keep_typed_secrets, kept_fields
from orm.web.first_run.finishing import finish
from orm.web.first_run.kit import Kit
from orm.web.first_run.summary import sections
from orm.web.first_run.views import (
    LABELS,
    STEPS,
    SUMMARY,
    SummaryView,
    mail_view,
    marks,
    step_view,
)
from orm.web.forms import Filled, Problem

_TEST = "This is a test message from orm. Letters arrive at this address. Nothing needs to be done."


def first_open(kit: Kit) -> str:
    """Where somebody goes on: the first step that is not done."""
    draft = kit.folder.draft()
    for mark in marks(kit, draft, None):
        if mark.state not in {"done", "ready"}:
            return mark.to if mark.to != SUMMARY else f"{STEPS}{Step.SCHOOL.value}"
    return SUMMARY


def show(kit: Kit, step: Step, query: Fields) -> Page:
    """A step as it is now; what is wrong with it is said once it was sent."""
    draft = kit.folder.draft()
    if not draft.is_sent(step):
        filled = Filled(Fields(before_typing(step, draft, kit.around.shapes)))
        return _page(kit, draft, step, filled, query.one("find"))
    problems = _problems(kit, draft, step)
    return _page(kit, draft, step, Filled(Fields(draft.typed(step)), problems), query.one("find"))


def send(kit: Kit, step: Step, form: Fields, *, now: datetime) -> Page | Went:
    """Keep what was typed, right or wrong, and go on where it is right."""
    press = form.one("press")
    if step is Step.SCHOOL and press == "take":
        return _take(kit, form.one("urn"))
    typed, misplaced = kept_fields(step, form)
    typed = {**typed, **keep_typed_secrets(step, form, kit.around.shapes, kit.folder)}
    draft = kit.folder.draft().with_(step, typed)
    if press == "more":
        draft = _with_a_row(draft, step, typed)
    kit.folder.keep(draft)
    if press == "more":
        return Went(f"{STEPS}{step.value}#more")
    told = {problem.field for problem in misplaced}
    problems = (*misplaced, *(p for p in _problems(kit, draft, step) if p.field not in told))
    filled = Filled(Fields(typed), problems)
    if problems:
        return _page(kit, draft, step, filled, "", status=422)
    if press == "test" and step is Step.MAIL:
        return _tested(kit, draft, filled, now=now)
    return Went(_next(step))


def _take(kit: Kit, urn: str) -> Page | Went:
    """The register's answers, in place of what was typed about the school."""
    draft = kit.folder.draft()
    school = kit.search.school(urn)
    if school is None:
        filled = Filled(
            Fields(draft.typed(Step.SCHOOL)),
            (Problem("", "Choose one of the schools that were found, or type it below."),),
        )
        return _page(kit, draft, Step.SCHOOL, filled, "", status=422)
    kit.folder.keep(draft.with_(Step.SCHOOL, {**draft.typed(Step.SCHOOL), **_facts(school)}))
    return Went(f"{STEPS}{Step.SCHOOL.value}")


def _facts(school: School) -> Typed:
    return {
        "name": (school.name,),
        "town": (school.town,),
        "postcode": (school.postcode,),
        "website": (school.website,),
        "urn": (school.urn,),
    }


def _with_a_row(draft: Draft, step: Step, typed: Typed) -> Draft:
    if step is Step.PEOPLE:
        row = min(rows_of_people(draft) + 1, MOST_PEOPLE)
        return draft.with_(step, {f"name-{row}": ("",), **typed})
    if step is Step.CALENDAR:
        row = min(rows_of_terms(draft) + 1, MOST_TERMS)
        return draft.with_(step, {f"first-{row}": ("",), **typed})
    return draft


def _tested(kit: Kit, draft: Draft, filled: Filled, *, now: datetime) -> Page:
    outcome, worked = _send_test(kit, draft, now=now)
    view = mail_view(kit, draft, filled, outcome, worked=worked)
    return Page("setup_mail.html", LABELS[Step.MAIL], view)


def _send_test(kit: Kit, draft: Draft, *, now: datetime) -> tuple[str, bool]:
    """What came of a test message to who sits at the screen, and whether it was taken."""
    settings, me = mail_settings(draft, kit.around.vault), read_people(draft).me
    if settings is None or me is None or not me.email:
        return "Fill in the step “People and roles” first, and say which person you are.", False
    letter = Letter(
        once=f"setup/{uuid4().hex}",
        kind=LetterKind.ALERT,
        school_id=SchoolId("setup"),
        recipient=me.email,
        subject="A test message from orm",
        text=_TEST,
        html="",
    )
    try:
        kit.send(settings, Mail(MailId(0), letter, queued_at=now, attempts=0))
    except DeliveryError as error:
        return f"It was not sent. {error}", False
    if settings.transport is Transport.FILE:
        return f"It was written into {settings.folder}. Nothing leaves this computer.", True
    return f"The mail server took it. Look for it in the mailbox of {me.email}.", True


def _next(step: Step) -> str:
    later = list(Step)[list(Step).index(step) + 1 :]
    return f"{STEPS}{later[0].value}" if later else SUMMARY


def _problems(kit: Kit, draft: Draft, step: Step) -> tuple[Problem, ...]:
    found = wrong_in(draft, step, kit.around, kit.school_of(draft))
    return tuple(Problem(each.field, each.says) for each in found)


def _page(
    kit: Kit, draft: Draft, step: Step, filled: Filled, words: str, *, status: int = 200
) -> Page:
    view = step_view(kit, draft, step, filled, words)
    return Page(f"setup_{step.value}.html", LABELS[step], view, status=status)


def summary(kit: Kit) -> Page:
    """Everything that was answered, and what still is in the way."""
    draft = kit.folder.draft()
    return _summary(kit, draft, first_file(draft, kit.around, kit.school_of(draft)))


def _summary(
    kit: Kit, draft: Draft, made: FirstFile | Iterable[Wrong], *, status: int = 200, error: str = ""
) -> Page:
    wrong = () if isinstance(made, FirstFile) else tuple(made)
    view = SummaryView(
        marks=marks(kit, draft, None),
        sections=sections(
            draft, kit.around, {name: each.called for name, each in kit.about.items()}, wrong
        ),
        ready=isinstance(made, FirstFile),
        path=str(kit.folder.config),
    )
    return Page("setup_summary.html", "Look it through", view, status=status, error=error)


def write(kit: Kit, *, now: datetime) -> Page | str:
    """Write everything; the way in for who set it up, or the page that says what is in the way."""
    draft = kit.folder.draft()
    made = first_file(draft, kit.around, kit.school_of(draft))
    if not isinstance(made, FirstFile):
        return _summary(kit, draft, made, status=422)
    try:
        return finish(made, kit.folder, kit.registered, now=now)
    except OrmError as error:
        return _summary(kit, draft, made, status=409, error=str(error))
