"""A person's word on what could be mistaken for the school."""

from orm.errors import Conflict, NotAllowed
from orm.model.accounts import SettledBy
from orm.model.lookalikes import Lookalike, Verdict
from orm.model.schools import School
from orm.reading.accounts_settling import still, word
from orm.web.asking import Answer, Ask, Missing, Went
from orm.web.mention_wishes import is_number
from orm.web.pages.accounts import list_of, opens, refused
from orm.web.routes import LOOKALIKE_JUDGES, press
from orm.wiring.accounts import confirm_impostor

_VERDICTS = {verdict.value: verdict for verdict in Verdict}
_SAY_WHICH = "Say whether it is innocent or poses as the school."


def judge(ask: Ask) -> Answer:
    """Innocent, an impostor, or open again."""
    found = _lookalike(ask)
    if found is None:
        return Missing()
    school = ask.reader.school(found.school_id)
    place = f"lookalike-{found.id}"
    verdict = _VERDICTS.get(ask.form.one("verdict"))
    if verdict is None:
        return refused(ask, school, place, _SAY_WHICH, 422)
    try:
        said = word(ask.reader.contact, ask.form.one("reason"), ask.now)
    except NotAllowed as error:
        return refused(ask, school, place, str(error), 422)
    try:
        still(found, ask.form.one("seen"))
        return _kept(ask, found, verdict, said, school)
    except Conflict as error:
        return refused(ask, school, "", str(error), 409)
    except NotAllowed as error:
        return refused(ask, school, "", str(error), 403)


def _kept(ask: Ask, found: Lookalike, verdict: Verdict, said: SettledBy, school: School) -> Answer:
    if verdict is not Verdict.IMPOSTOR:
        ask.house.edges.store.lookalikes.judge(found.id, verdict, said)
        return Went(list_of(school), done=f"lookalike-{verdict.value}")
    ref = confirm_impostor(ask.house, found, by=ask.reader.contact, reason=said.reason, now=ask.now)
    ask.house.deliver()
    if opens(ask, ref):
        return Went(f"/cases/{ref}")
    return Went(list_of(school), done="lookalike-handed-on")


def _lookalike(ask: Ask) -> Lookalike | None:
    """The one of the address, where it is one of the reader's schools'."""
    number = ask.path["id"]
    if not is_number(number):
        return None
    theirs = ask.house.edges.store.lookalikes.of([school.id for school in ask.reader.schools])
    return next((each for each in theirs if each.id == int(number)), None)


ROUTES = (press("/lookalikes/{id}", judge, LOOKALIKE_JUDGES, largest=20_000),)
