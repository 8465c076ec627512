"""Thanks for praise, passed on with one press; and whether an article is accurate.

Following a link changes nothing, whoever or whatever follows it: only the form on the page does.
"""

from dataclasses import dataclass

from orm.desk.thanking import Thanker
from orm.errors import Conflict, NotAllowed
from orm.model.remarks import NewsCheck
from orm.model.schools import School
from orm.model.settlements import MentionFile
from orm.model.steps import Checked
from orm.reading.mentions import Whole
from orm.reading.remarks import (
    Passed,
    Recipient,
    acting_role,
    is_article,
    is_praise,
    passed,
    recipients,
)
from orm.web.asking import Answer, Ask, Missing, Page, Went
from orm.web.forms import Choice, Filled, Problem
from orm.web.pages.mentions import LIST, LONGEST_REASON, newest_of, one, whole_of
from orm.web.routes import THANKERS, look, press
from orm.wiring.thanks import house_thanking

IN_PERSON = "in person"
_SAID = Choice(IN_PERSON, "I have passed them on in person")


@dataclass(frozen=True, slots=True)
class ThanksView:
    """One post of praise, who its thanks may go to, and what the note says; or that it was done."""

    whole: Whole
    filled: Filled
    to: tuple[Choice, ...]
    says: str
    passed: Passed | None
    several: bool


def show_thanks(ask: Ask) -> Answer:
    """The praise, and the form that passes thanks on."""
    file = _praise(ask)
    return Missing() if file is None else _thanks(ask, file)


def thank(ask: Ask) -> Answer:
    """Thanks are passed on: by a note, or they were in person."""
    file = _praise(ask)
    if file is None:
        return Missing()
    school, wanted = _school(ask, file), ask.form.one("to")
    to = next((each for each in _recipients(ask, school) if each.key == wanted), None)
    if to is None and wanted != IN_PERSON:
        problem = Problem("to", "Choose who the thanks go to, or say that you passed them on.")
        return _thanks(ask, file, problem, status=422)
    thanking = house_thanking(ask.house)
    try:
        if to is None:
            thanking.in_person(file, _thanker(ask), now=ask.now)
        else:
            thanking.by_note(file, to, _thanker(ask), school=school, now=ask.now)
    except Conflict as error:
        return _thanks(ask, file, Problem("", str(error)), status=409)
    except NotAllowed as error:
        return _thanks(ask, file, Problem("", str(error)), status=403)
    if to is not None:
        ask.house.deliver()
    return Went(f"{LIST}/{file.id}", done="thanks-sent" if to else "thanks-said")


def check(ask: Ask) -> Answer:
    """A person's word on whether an article is accurate."""
    file = newest_of(ask)
    if file is None or not is_article(file):
        return Missing()
    word = next((each for each in Checked if each.name.lower() == ask.form.one("word")), None)
    reason = ask.form.one("why")
    if word is None:
        problem = Problem("word", "Say what checking the facts gave.")
        return one(ask, file.id, problem, status=422)
    if not 0 < len(reason) <= LONGEST_REASON or not reason.isprintable():
        says = (
            f"Say in one line of at most {LONGEST_REASON} characters what you checked it against."
        )
        return one(ask, file.id, Problem("why", says), status=422)
    said = NewsCheck(word, ask.reader.contact.id, _thanker(ask).role, reason, ask.now)
    ask.house.shelf.remarks.check(ask.reader.sight, file.id, said)
    return Went(f"{LIST}/{file.id}", done="news-checked")


def _praise(ask: Ask) -> MentionFile | None:
    file = newest_of(ask)
    return file if file is not None and is_praise(file) else None


def _thanks(
    ask: Ask, file: MentionFile, wrong: Problem | None = None, *, status: int = 200
) -> Answer:
    told = whole_of(ask, file.id)
    if told is None:
        return Missing()
    school = _school(ask, file)
    remark = ask.house.shelf.remarks.of(ask.reader.sight, [file.id])[file.id]
    themes = file.decision.themes
    note = house_thanking(ask.house).write(file.id, themes, _thanker(ask).role, school, "")
    view = ThanksView(
        whole=told,
        filled=Filled(ask.form, (wrong,) if wrong else ()),
        to=(*(Choice(each.key, each.label) for each in _recipients(ask, school)), _SAID),
        says=note.text,
        passed=passed(remark.thanks, ask.house.config.contacts),
        several=len(ask.reader.schools) > 1,
    )
    return Page("thanks.html", "Pass thanks on", view, status=status)


def _recipients(ask: Ask, school: School) -> tuple[Recipient, ...]:
    config = ask.house.config
    return recipients(
        school, config.contacts, reader=ask.reader.contact, domains=config.mail.allowed_domains
    )


def _thanker(ask: Ask) -> Thanker:
    role = acting_role(ask.reader.sight)
    if role is None:
        raise NotAllowed("This is for the headteacher, the leadership team and the comms lead.")
    return Thanker(ask.reader.contact.id, role, ask.reader.sight)


def _school(ask: Ask, file: MentionFile) -> School:
    return ask.reader.school(file.mention.school_id)


ROUTES = (
    look("/mentions/{id}/thanks", show_thanks, THANKERS),
    press("/mentions/{id}/thanks", thank, THANKERS, largest=20_000),
    press("/mentions/{id}/check", check, THANKERS, largest=20_000),
)
