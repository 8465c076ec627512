"""The case that an address names, for whoever asks, and how every page of a case answers a press."""

import re
from collections.abc import Callable

from orm.cases.replay import Played
from orm.cases.sight import may_see
from orm.desk.pressing import Press, look_at
from orm.desk.visiting import open_to_read
from orm.errors import ConfigError, Conflict, NotAllowed
from orm.model.cases import CaseRef
from orm.reading.case_page import CaseHead, case_head
from orm.reading.case_standpoint import Standpoint
from orm.reading.case_words import explained
from orm.web.asking import Answer, Ask, Missing, Went

ON_THE_DESK = "on the desk"
"""How the record calls a case that was opened here."""

NO_LETTER = (
    "The letter cannot be written: the school's letterhead cannot be used. Tell your IT manager;"
    " orm check says what is wrong with it."
)
MISSING = Missing()
_REF = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")
_LOST = "This form has lost its place. Look at the case again, then send it once more."


def opened(ask: Ask) -> Standpoint | None:
    """The case for a person who opens it: the audit trail says so, and of a serious one its record.
    None where there is none for them.
    """
    ref = _ref(ask)
    if ref is None:
        return None
    by = ask.reader.contact
    try:
        view = open_to_read(ask.house.desk, ref, by=by, where=ON_THE_DESK, now=ask.now)
    except NotAllowed:
        return None
    ask.door.note(by.id, "case-viewed", ref, view.file.case.school_id, "", ask.now)
    return Standpoint(view, by, ask.house.config.contacts)


def looked_at(ask: Ask) -> Standpoint | None:
    """The case as it stands, for a press; None where there is none for this person."""
    ref = _ref(ask)
    if ref is None:
        return None
    by = ask.reader.contact
    try:
        view = look_at(ask.house.desk, ref, by=by, now=ask.now)
    except NotAllowed:
        return None
    return Standpoint(view, by, ask.house.config.contacts)


def ref_of(at: Standpoint) -> CaseRef:
    """The case's reference."""
    return at.view.file.case.ref


def head_of(ask: Ask, at: Standpoint) -> CaseHead:
    """The top of a page of the case; the school's name for who has several."""
    school = ask.house.desk.schools.get(at.view.file.case.school_id)
    several = len(ask.reader.schools) > 1
    return case_head(at, school.name if school and several else "")


def pressing(ask: Ask, why: str) -> Press:
    """Who presses, why, when, and what they saw.

    Raises:
        Conflict: the form does not say what they saw.
    """
    return Press(ask.reader.contact, why, ask.now, seen_of(ask))


def seen_of(ask: Ask) -> int:
    """The last step that a form's page showed.

    Raises:
        Conflict: it does not say.
    """
    seen = ask.form.one("seen")
    if not re.fullmatch(r"[0-9]{1,9}", seen):
        raise Conflict(_LOST)
    return int(seen)


def pressed(ask: Ask, do: Callable[[], Answer], again: Callable[[str, int], Answer]) -> Answer:
    """What a press comes to; a refused one shows its page `again`, with why and a status."""
    try:
        return do()
    except Conflict as error:
        return again(str(error), 409)
    except NotAllowed as error:
        return again(explained(str(error), ask.house.policy), 403)
    except ConfigError:
        return again(NO_LETTER, 409)


def onward(ask: Ask, played: Played, *, to: str = "", done: str = "step") -> Answer:
    """After a step: back to the case, or to the list where it is no longer open to this person."""
    if not may_see(played.case, ask.reader.contact, contacts=ask.house.config.contacts):
        return Went("/cases", done="handed-on")
    return Went(f"/cases/{played.case.ref}{to}", done=done)


def _ref(ask: Ask) -> CaseRef | None:
    said = ask.path["ref"].upper()
    return CaseRef(said) if _REF.fullmatch(said) else None
