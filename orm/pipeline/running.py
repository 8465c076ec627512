"""A run of due polls: claim, collect, judge, record. Safe beside other runs on the same database."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from orm.errors import RateLimited, SourceError, StoreError, Unreadable, place_of
from orm.model.polls import Claim, Outcome, Poll
from orm.model.records import JudgedItem, PollRecord, Recorded
from orm.model.settings import POLLS_PER_THREAD, Manners
from orm.pacing import Ending, pace
from orm.pipeline.collecting import Harvest, collect, outcome_of
from orm.pipeline.judging import Bench, Judged, judge_new
from orm.ports import Clock, Fetch, Source, Store

PATIENCE = timedelta(seconds=30)
"""How long a run waits for a domain that is resting; what rests longer is left to the next run."""

_FEW = 2
_LINGER_SECONDS = 0.02  # what ends within this time of another shares its transaction
_NAP_SECONDS = 1.0
_MISSES = 3


@dataclass(frozen=True, slots=True)
class Round:
    """What a run works with. `worker` is unique among everything that uses the database now."""

    sources: Mapping[str, Source]
    fetch: Fetch
    store: Store
    clock: Clock
    manners: Manners
    bench: Bench
    worker: str


@dataclass(frozen=True, slots=True)
class PollDone:
    """One finished poll, for progress and counts. Holds no post text.

    `place` is host and path of what was asked; a query may hold a key and is left out.
    """

    source: str
    place: str
    outcome: Outcome
    detail: str
    read: int
    skipped: tuple[str, ...]
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class Ended:
    """A poll that ended and is not yet recorded; `skipped` are reasons."""

    record: PollRecord
    skipped: tuple[str, ...]


def run_due(
    round_: Round,
    *,
    source: str | None = None,
    stop: Callable[[], bool] = lambda: False,
    report: Callable[[PollDone], None] = lambda _: None,
) -> tuple[PollDone, ...]:
    """Every poll that is due now; one whose domain rests is waited for up to `PATIENCE`.

    Threads read and judge; what has ended meanwhile is recorded together, by this thread. `stop` is
    asked before more is taken on, so that a signal ends the run without losing work.

    Raises:
        StoreError: the database cannot go on; polls that were taken on are asked again later.
    """
    done: list[PollDone] = []
    started_at = round_.clock.now()
    misses = 0
    with ThreadPoolExecutor(round_.manners.threads) as pool:
        at_work: dict[Future[Ended], Poll] = {}
        while misses < _MISSES or at_work:
            taken = None if stop() else _take_on(round_, pool, source, at_work.values())
            at_work |= taken or {}
            if at_work:
                wait(at_work, return_when=FIRST_COMPLETED)
                ended, _ = wait(at_work, timeout=_LINGER_SECONDS)
                finished = _recorded(round_, [each.result() for each in ended])
                at_work = {each: poll for each, poll in at_work.items() if each not in ended}
                done += finished
                for each in finished:
                    report(each)
                misses = 0
                continue
            rest = None if taken is None else _rest(round_, source, due_by=started_at)
            if rest is None or rest > PATIENCE:
                break
            misses = 0 if rest else misses + 1
            round_.clock.sleep(min(rest.total_seconds(), _NAP_SECONDS))
    return tuple(done)


def _take_on(
    round_: Round, pool: ThreadPoolExecutor, source: str | None, at_work: Collection[Poll]
) -> dict[Future[Ended], Poll]:
    """More polls, when the threads are about to run out of them."""
    threads = round_.manners.threads
    if len(at_work) >= threads * _FEW:
        return {}
    claim = Claim(
        now=round_.clock.now(),
        worker=round_.worker,
        lease=timedelta(seconds=round_.manners.lease_seconds),
        limit=threads * POLLS_PER_THREAD - len(at_work),
        source=source,
        busy=frozenset(poll.domain for poll in at_work),
    )
    return {pool.submit(_end, round_, poll): poll for poll in round_.store.claim_polls(claim)}


def _rest(round_: Round, source: str | None, *, due_by: datetime) -> timedelta | None:
    """How long until a poll that is due may be asked; None when none is due."""
    now = round_.clock.now()
    free_at = round_.store.next_free_at(due_by=due_by, worker=round_.worker, source=source)
    return None if free_at is None else max(free_at - now, timedelta(0))


def _recorded(round_: Round, ended: Sequence[Ended]) -> list[PollDone]:
    """Everything that ended, in one transaction."""
    written = round_.store.record([each.record for each in ended])
    return [
        PollDone(
            source=each.record.poll.request.source,
            place=_place(each.record.poll.request.url),
            outcome=each.record.outcome,
            detail=each.record.detail,
            read=each.record.read,
            skipped=each.skipped,
            recorded=recorded,
        )
        for each, recorded in zip(ended, written, strict=True)
    ]


def _end(round_: Round, poll: Poll) -> Ended:
    """Collect and judge one poll; a failure of any kind ends in its record."""
    harvest = _guarded(lambda: _collect(round_, poll), poll, round_.clock)
    judged, harvest = _judged(round_, harvest)
    outcome, detail = _outcome(harvest, anything_new=_anything_new(round_, judged.fresh))
    record = PollRecord(
        poll=poll,
        worker=round_.worker,
        started_at=harvest.started_at,
        ended_at=harvest.ended_at,
        outcome=outcome,
        detail=detail,
        pace=pace(
            poll,
            _ending(outcome, harvest),
            now=harvest.ended_at,
            spacing=timedelta(seconds=round_.manners.spacing_seconds),
        ),
        validators=harvest.validators,
        judged=judged.fresh,
        read=len(harvest.items),
        skipped=len(harvest.skipped),
        head=harvest.failure.head if isinstance(harvest.failure, Unreadable) else b"",
        moved_to=harvest.moved_to,
        bytes_read=harvest.bytes_read,
        again=judged.again,
        seen=judged.seen,
    )
    return Ended(record, harvest.skipped)


def _collect(round_: Round, poll: Poll) -> Harvest:
    source = round_.sources.get(poll.request.source)
    if source is None:
        raise SourceError(f"the source {poll.request.source} is switched off in config.toml")
    return collect(poll, source=source, fetch=round_.fetch, clock=round_.clock)


def _judged(round_: Round, harvest: Harvest) -> tuple[Judged, Harvest]:
    """What the poll brought, judged; when judging itself fails nothing is kept but the failure."""
    poll = harvest.poll
    found: list[Judged] = []

    def judge_all() -> Harvest:
        settled = round_.store.settled([item.identity for item in harvest.items])
        found.append(
            judge_new(
                harvest.items,
                poll=poll,
                bench=round_.bench,
                now=harvest.ended_at,
                settled=settled,
            )
        )
        return harvest

    after = _guarded(judge_all, poll, round_.clock)
    whole = after is harvest and harvest.failure is None
    if not found:
        return Judged(seen=poll.seen), after
    if not whole or not harvest.modified:
        return replace(found[0], seen=poll.seen), after
    return found[0], after


def _guarded(step: Callable[[], Harvest], poll: Poll, clock: Clock) -> Harvest:
    """The step's harvest, or one that says what failed: a bug in one source stops no other.

    The exception's own words may quote a post, so only its type and place are kept.
    """
    started_at = clock.now()
    try:
        return step()
    except StoreError:
        raise
    except SourceError as error:
        failure = error
    except Exception as error:  # noqa: BLE001 - the one place where a bug becomes a failed poll
        failure = Unreadable(
            f"internal error: {type(error).__name__} at {place_of(error)}; tell the developer"
        )
    return Harvest(poll=poll, started_at=started_at, ended_at=clock.now(), failure=failure)


def _anything_new(round_: Round, judged: Iterable[JudgedItem]) -> bool:
    hashes = {each.item.identity: each.content_hash for each in judged}
    known = round_.store.known(tuple(hashes)) if hashes else {}
    return any(known.get(identity) != value for identity, value in hashes.items())


def _outcome(harvest: Harvest, *, anything_new: bool) -> tuple[Outcome, str]:
    if harvest.failure is not None:
        return outcome_of(harvest.failure), str(harvest.failure)
    if not harvest.modified:
        return Outcome.NOT_MODIFIED, ""
    detail = "more pages than one poll may read; the rest waits" if harvest.cut_short else ""
    return (Outcome.NEW if anything_new else Outcome.NONE), detail


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}"


def _ending(outcome: Outcome, harvest: Harvest) -> Ending:
    failure = harvest.failure
    return Ending(
        outcome=outcome,
        wait=harvest.wait,
        until=failure.until if isinstance(failure, RateLimited) else None,
        only_this=isinstance(failure, RateLimited) and failure.of_key,
    )
