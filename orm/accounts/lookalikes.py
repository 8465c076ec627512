"""How easily an account, an address or a page could be mistaken for the school's own, and why.

A score puts candidates in an order for a person, who decides; it accuses nobody (domain.md T15,
R77). Weights were set on invented candidates and are checked as a whole on others.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from orm.accounts import telling
from orm.accounts.naming import Near, own_names
from orm.accounts.phrases import phrases
from orm.accounts.telling import Told, told
from orm.model.accounts import Account
from orm.model.lookalikes import Candidate, Reason, Scored
from orm.model.schools import AccountStatus, School

KEEP = 0.3
"""From here on a candidate is worth a line on the page: it bears the school's name. Less than this
have villages, pubs and groups that say who they are.
"""

_NAME = {
    Near.SAME: ("same-name", "It has the school’s own name or handle.", 0.45),
    Near.TYPO: ("near-name", "Its name or handle is the school’s but for a letter or two.", 0.45),
    Near.HOLDS: ("holds-name", "The school’s name is part of its name.", 0.3),
    Near.SHORT: ("short-name", "It shares a short name with the school.", 0.12),
}
_COMMON = 0.2  # less for a name of many schools, unless the candidate says our town
_DISGUISED = 0.2
_OFFICIAL = 0.25
_CLAIMS = 0.3
_VOICE = 0.15
_WEBSITE = 0.1
_ASKS = 0.3
_HERE = 0.1
_NO_LINK = 0.05
_MENTION = 0.05
_COPIED, _PARTLY_COPIED, _OTHER_WORDS, _LEADS_HOME = 0.5, 0.15, -0.25, -0.35
_MUCH, _LITTLE = 0.5, 0.1  # of a home page's words; cookie notices alone are less than a tenth
_ELSEWHERE = -0.35
_SAYS_SO = -0.4
_GROUP = -0.35
_THING = -0.35
_KIND = -0.3
_VERIFIED = -0.25
_SILENT = -0.05
_LONG_SILENT = timedelta(days=365)


def score(
    candidate: Candidate,
    *,
    school: School,
    accounts: Sequence[Account],
    known_good: Collection[str],
    ours: Collection[str],
    domain_of: Callable[[str], str],
    now: datetime,
) -> Scored:
    """The candidate's score with its reasons, the weightiest first.

    `accounts` are the school's, `known_good` the keys that a person has called innocent, `ours`
    the registrable domains that are the school's, `domain_of` gives that of an address and raises
    SourceError for what is none. What is the school's own, or known to be innocent, has score 0.
    """
    if reason := _settled(candidate, school, accounts, known_good, ours):
        return Scored(candidate, 0.0, (reason,))
    names = own_names(school, tuple(accounts))
    it = told(candidate, school=school, names=names, ours=ours, domain_of=domain_of)
    found = [*_for(it), *_against(it, school, ours), *_life(it, now)]
    reasons = sorted(found, key=lambda reason: (-abs(reason.weight), reason.rule))
    total = sum((reason.weight for reason in reasons), 0.0)
    return Scored(candidate, round(min(max(total, 0.0), 1.0), 3), tuple(reasons))


def _settled(
    candidate: Candidate,
    school: School,
    accounts: Sequence[Account],
    known_good: Collection[str],
    ours: Collection[str],
) -> Reason | None:
    """Why it is no candidate at all: the school's own, or known to be innocent."""
    if candidate.key in known_good:
        return Reason("known-good", "Somebody at the school has said that it is innocent.", 0.0)
    if any(_is_registered(candidate, account) for account in accounts):
        return Reason("registered", "It is in the school’s register of accounts.", 0.0)
    owned = {(a.platform, _plain(a.handle)) for a in school.accounts if _is_open(a.status)}
    if (candidate.platform, _plain(candidate.handle)) in owned:
        return Reason("registered", "It is in the school’s register of accounts.", 0.0)
    return _on_own_domain(candidate, ours)


def _on_own_domain(candidate: Candidate, ours: Collection[str]) -> Reason | None:
    """An address, or a handle that is one and so proven by its platform, under a domain of ours."""
    handle = _plain(candidate.handle)
    proven = "." in handle and (candidate.platform == "bluesky" or candidate.key == handle)
    if proven and any(handle == domain or handle.endswith(f".{domain}") for domain in ours):
        return Reason("own-domain", "It is under the school’s own web address.", 0.0)
    return None


def _is_registered(candidate: Candidate, account: Account) -> bool:
    """By the id that outlives a name; by the handle only while the school holds it, since a handle
    that the school gave up can be taken by anybody.
    """
    if candidate.platform != account.platform:
        return False
    if account.stable_id and candidate.key == account.stable_id:
        return True
    return _is_open(account.status) and _plain(candidate.handle) == _plain(account.handle)


def _is_open(status: AccountStatus) -> bool:
    return status is not AccountStatus.CLOSED


def _plain(handle: str) -> str:
    return handle.strip().lstrip("@").casefold()


def _for(it: Told) -> Iterator[Reason]:
    """What makes it easy to mistake."""
    if it.near is Near.NONE:
        if it.mentions:
            yield Reason("mentions", "It mentions the school.", _MENTION)
        if not it.is_account:
            yield from _copied(it)
        return
    rule, says, weight = _NAME[it.near]
    yield Reason(rule, says, weight)
    if it.called.common and not it.here:
        yield Reason("common-name", "Many schools have this name.", -_COMMON)
    if it.name.disguised or it.handle.disguised:
        yield Reason(
            "disguised", "Its name has letters or digits that look like others.", _DISGUISED
        )
    if it.near >= Near.HOLDS:
        yield from _claims(it)
    yield from _copies(it)


def _claims(it: Told) -> Iterator[Reason]:
    if telling.claims_us(it):
        yield Reason("claims-us", "It says that it is the school’s.", _CLAIMS)
    elif telling.says_official(it):
        yield Reason("says-official", "It calls itself official.", _OFFICIAL)
    if telling.asks(it):
        yield Reason(
            "asks", "It asks for money or details. Families could take it for the school.", _ASKS
        )
    if telling.speaks_as_us(it):
        yield Reason("speaks-as-us", "It speaks as the school would.", _VOICE)
    if it.here and it.near >= Near.TYPO:
        yield Reason("our-town", "It says that it is in the school’s town.", _HERE)


def _copies(it: Told) -> Iterator[Reason]:
    if not it.is_account:
        yield from _copied(it)
    elif it.near >= Near.HOLDS and it.to_ours:
        yield Reason("our-website", "It leads to the school’s website.", _WEBSITE)
    elif it.near >= Near.TYPO:
        yield Reason("no-link", "It does not lead to the school’s website.", _NO_LINK)


def _copied(it: Told) -> Iterator[Reason]:
    """What stands at a web address; one that leads on to the school's is likely the school's."""
    likeness = it.candidate.likeness
    if it.only_to_ours:
        yield Reason("leads-home", "It leads on to the school’s own website.", _LEADS_HOME)
    elif likeness is None:
        yield Reason("unread", "What stands there could not be read. Have a look at it.", 0.0)
    elif likeness >= _MUCH:
        yield Reason("copied", "Most words of its page are the school’s own.", _COPIED)
    elif likeness >= _LITTLE:
        yield Reason(
            "partly-copied", "Some words of its page are the school’s own.", _PARTLY_COPIED
        )
    else:
        yield Reason("other-words", "Its page has other words than the school’s.", _OTHER_WORDS)


def _against(it: Told, school: School, ours: Collection[str]) -> Iterable[Reason]:
    """What speaks for innocence. A word that says who it is protects nobody who claims to be the
    school, or asks for money in its name.
    """
    yield from _another(it, ours)
    poses = it.near >= Near.HOLDS and (telling.claims_us(it) or telling.asks(it))
    if not poses and it.near > Near.NONE:
        yield from _innocent(it, school)
    if it.candidate.verified and it.near < Near.SAME:
        yield Reason("verified", "The platform has checked who runs it.", _VERIFIED)


def _another(it: Told, ours: Collection[str]) -> Iterator[Reason]:
    """The signs of another school or firm of the name."""
    if it.near is Near.NONE:
        return
    if telling.other_school_site(it, ours):
        yield Reason("other-school", "It leads to another school’s website.", _ELSEWHERE)
    if it.elsewhere:
        yield Reason("elsewhere", "It says that it is in another place.", _ELSEWHERE)


def _innocent(it: Told, school: School) -> Iterator[Reason]:
    said = phrases()
    called = f"{it.beside} . {it.text}"
    if said.says_so.search(called):
        yield Reason("says-so", "It says that it is not the school.", _SAYS_SO)
    if said.group.search(it.beside):
        yield Reason("group", "It says that it is a group of parents, pupils or others.", _GROUP)
    if said.thing.search(it.beside) or _is_trade(it):
        yield Reason("other-thing", "It is something else of the same name.", _THING)
    if telling.other_kind(it, school):
        yield Reason("other-kind", "It is another kind of school.", _KIND)


def _is_trade(it: Told) -> bool:
    """A short name with something that is no school in its description."""
    return it.near is Near.SHORT and bool(phrases().thing.search(it.text))


def _life(it: Told, now: datetime) -> Iterator[Reason]:
    """Whether it is in use, where the platform tells."""
    if not it.is_account or it.near < Near.TYPO:
        return
    posted_at = it.candidate.posted_at
    if posted_at is not None and now - posted_at > _LONG_SILENT:
        yield Reason("silent", "It has not posted for a year.", _SILENT)
