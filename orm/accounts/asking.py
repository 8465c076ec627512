"""Asking the world about accounts: each address once, and no answer is a value too."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from orm.errors import SourceError, Unreadable, place_of
from orm.model.accounts import Account, AccountFile, Answer
from orm.model.polls import NotModified, Request, Response, Validators
from orm.ports import Fetch, Profiling


@dataclass(frozen=True, slots=True)
class Eyes:
    """What can be looked at: the way to the network, and the ways to each platform."""

    fetch: Fetch
    profilers: Mapping[str, Sequence[Profiling]]

    def answers(self, file: AccountFile) -> tuple[Answer, ...]:
        """What each way to the account's platform says; nothing where no program may look."""
        account = known_as(file)
        ways = self.profilers.get(account.platform.strip().casefold(), ())
        return tuple(self._answer(way, request) for way in ways for request in way.looks(account))

    def _answer(self, way: Profiling, request: Request) -> Answer:
        try:
            return way.sighting(response(self.fetch, request))
        except SourceError as error:
            return error
        except Exception as error:  # noqa: BLE001 - a bug in one platform's reading stops no other
            return Unreadable(
                f"internal error: {type(error).__name__} at {place_of(error)}; tell the developer"
            )


def known_as(file: AccountFile) -> Account:
    """The account with the id that it was seen with, which outlives a new name."""
    account, seen = file.account, file.known.seen
    if account.stable_id or seen is None:
        return account
    return replace(account, stable_id=seen.stable_id)


def response(fetch: Fetch, request: Request) -> Response:
    """The answer to a request that sends no validators.

    Raises:
        SourceError: as `fetch` raises; Unreadable for "not modified", which nobody asked for.
    """
    answer = fetch(request, Validators())
    if isinstance(answer, NotModified):
        raise Unreadable("the site says that nothing changed, and was not asked whether it did")
    return answer


def by_platform(profilers: Iterable[Profiling]) -> Mapping[str, tuple[Profiling, ...]]:
    """The ways to each platform."""
    ways: dict[str, tuple[Profiling, ...]] = {}
    for each in profilers:
        ways[each.platform] = (*ways.get(each.platform, ()), each)
    return ways
