"""Looking for who else uses a school's name: accounts by each platform's own search, and addresses
that look like its website's. Only what could be mistaken is kept; the rest is forgotten at once.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from orm.accounts.asking import response
from orm.accounts.domains import likeness, twins
from orm.accounts.judging import World
from orm.accounts.lookalikes import KEEP, score
from orm.accounts.site import WEBSITE
from orm.errors import SourceError, Unreachable
from orm.looking.page import read_sheet
from orm.model.accounts import Account, CheckOutcome, Sighting
from orm.model.lookalikes import Candidate, Scored, Sort
from orm.model.polls import Request, Scope
from orm.model.presence import Noticed, PresenceCheck
from orm.ports import Fetch, Seeking

MOST_NAMES = 3
"""Names that a platform is asked for: the official one and two others. One search a week and name is
what a person would do; YouTube allows a hundred a day to all schools together."""

MOST_TWINS = 60
"""Addresses that are tried: the likeliest to deceive."""


@dataclass(frozen=True, slots=True)
class Found:
    """What looking brought: candidates to keep, and whether each place could be looked at."""

    scored: tuple[Scored, ...] = ()
    noticed: tuple[Noticed, ...] = ()


def seek_accounts(
    ways: Sequence[Seeking],
    *,
    accounts: Sequence[Account],
    known_good: Collection[str],
    fetch: Fetch,
    world: World,
) -> Found:
    """Accounts under the school's names, wherever a search is allowed."""
    found: dict[tuple[str, str], Candidate] = {}
    noticed = []
    for way in ways:
        try:
            seen = [one for name in _names(world) for one in _ask(way, name, fetch)]
        except SourceError as error:
            noticed.append(_unsought(way, error))
            continue
        noticed.append(_sought(way, _names(world)))
        for candidate in map(_candidate, seen):
            found[candidate.platform, candidate.key] = candidate
    scored = _scored(found.values(), accounts, known_good, world)
    return Found(scored, tuple(noticed) or (_NOWHERE,))


def seek_domains(
    own_text: str,
    *,
    accounts: Sequence[Account],
    known_good: Collection[str],
    fetch: Fetch,
    world: World,
) -> Found:
    """Websites whose address looks like the school's, compared with its home page by their words.

    `own_text` is empty where the school's own website could not be read: then likeness is not known.
    """
    host = (urlsplit(world.school.website).hostname or "").removeprefix("www.")
    tried = twins(host, most=MOST_TWINS)
    if not tried:
        return Found(noticed=(_NO_DOMAIN,))
    there, unread = [], 0
    for domain in tried:
        try:
            there.append(_look_at(domain, own_text, fetch))
        except Unreachable:
            continue  # nobody answers there: the address deceives nobody today
        except SourceError:
            there.append(_bare(domain))
            unread += 1
    says = (
        f"{len(tried)} addresses that look like our website’s were tried; {len(there)} of them"
        f" answer{_and_unread(unread)}."
    )
    noticed = Noticed(PresenceCheck.DOMAINS, CheckOutcome.OK, says)
    return Found(_scored(there, accounts, known_good, world), (noticed,))


def _names(world: World) -> tuple[str, ...]:
    school = world.school
    every = dict.fromkeys((school.name, *school.aliases, *school.former_names))
    return tuple(every)[:MOST_NAMES]


def _ask(way: Seeking, name: str, fetch: Fetch) -> Iterable[Sighting]:
    return way.found(response(fetch, way.seek(name)))


def _candidate(seen: Sighting) -> Candidate:
    return Candidate(
        sort=Sort.ACCOUNT,
        platform=seen.platform,
        key=seen.stable_id or seen.handle,
        handle=seen.handle,
        name=seen.name or "",
        url=seen.url,
        description=seen.description or "",
        links=seen.links or (),
        verified=seen.verified,
        posted_at=seen.posted_at[0] if seen.posted_at else None,
    )


def _look_at(domain: str, own_text: str, fetch: Fetch) -> Candidate:
    """The home page of an address, by its words only.

    Raises:
        SourceError: nobody answers, or what answers cannot be read.
    """
    request = Request(
        WEBSITE,
        f"twin|{domain}",
        f"https://{domain}/",
        Scope.OPEN,
        "",
        "text/html",
        conditional=False,
    )
    page = response(fetch, request)
    words = " ".join(read_sheet(page.body, charset=page.charset).words)
    like = likeness(own_text, words) if own_text else None
    return replace(_bare(domain), links=(page.url,), likeness=like)


def _bare(domain: str) -> Candidate:
    """An address that answers, whatever stands there."""
    return Candidate(Sort.DOMAIN, "website", domain, domain, domain, f"https://{domain}/")


def _scored(
    candidates: Iterable[Candidate],
    accounts: Sequence[Account],
    known_good: Collection[str],
    world: World,
) -> tuple[Scored, ...]:
    ours = frozenset(_our_domains(world))
    found = (
        score(
            each,
            school=world.school,
            accounts=accounts,
            known_good=known_good,
            ours=ours,
            domain_of=world.domain_of,
            now=world.now,
        )
        for each in candidates
    )
    kept = [each for each in found if each.score >= KEEP]
    return tuple(sorted(kept, key=lambda each: (-each.score, each.candidate.key)))


def _our_domains(world: World) -> Iterator[str]:
    yield from world.domains
    if world.school.website:
        yield world.domain_of(world.school.website)


def _sought(way: Seeking, names: Sequence[str]) -> Noticed:
    says = f"{_called(way)} was searched for {len(names)} of the school’s names."
    return Noticed(PresenceCheck.SEARCH, CheckOutcome.OK, says, key=way.platform)


def _unsought(way: Seeking, error: SourceError) -> Noticed:
    says = (
        f"{_called(way)} could not be searched, so nobody knows who uses our name there. Your IT"
        " manager can see why below; search there yourself in the meantime."
    )
    return Noticed(PresenceCheck.SEARCH, CheckOutcome.COULD_NOT, says, str(error), key=way.platform)


def _called(way: Seeking) -> str:
    return {"youtube": "YouTube"}.get(way.platform, way.platform.capitalize())


def _and_unread(number: int) -> str:
    return f", {number} with something that cannot be read" if number else ""


_NOWHERE = Noticed(
    PresenceCheck.SEARCH,
    CheckOutcome.COULD_NOT,
    "No platform that orm may search is switched on. Search for the school’s name yourself once a"
    " month, or ask your IT manager to switch a source on.",
)
_NO_DOMAIN = Noticed(
    PresenceCheck.DOMAINS,
    CheckOutcome.COULD_NOT,
    "The school’s website has no address of its own that could be imitated, or orm does not know it.",
)
