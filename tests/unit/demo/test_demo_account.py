from datetime import UTC, datetime, timedelta

from orm.demo import folder
from orm.demo.account import Account
from orm.model.polls import Outcome
from orm.model.records import Recorded
from orm.pipeline.running import PollDone

NOW = datetime(2026, 11, 2, 2, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def _done(outcome: Outcome, *, detail: str = "", mentions: int = 0) -> PollDone:
    recorded = Recorded(kept=True, mentions=mentions)
    return PollDone(
        source="feed",
        place="herald.example/feed",
        outcome=outcome,
        detail=detail,
        read=0,
        skipped=(),
        recorded=recorded,
    )


def test_mentions_are_counted_by_source():
    first = Account().with_beat([_done(Outcome.NEW, mentions=2)], at=NOW)

    assert first.with_beat([_done(Outcome.NEW, mentions=3)], at=LATER).mentions == (("feed", 5),)


def test_a_failure_that_comes_back_is_one_with_its_last_reason():
    first = Account().with_beat([_done(Outcome.GONE, detail="404")], at=NOW)
    (failure,) = first.with_beat([_done(Outcome.GONE, detail="410")], at=LATER).failures

    assert (failure.times, failure.why) == (2, "410")
    assert (failure.first_at, failure.last_at) == (NOW.isoformat(), LATER.isoformat())


def test_two_ways_of_failing_are_two_failures_and_a_measurement_is_none():
    beat = [_done(Outcome.GONE), _done(Outcome.THROTTLED), _done(Outcome.NONE)]

    assert [one.outcome for one in Account().with_beat(beat, at=NOW).failures] == [
        "gone",
        "throttled",
    ]


def test_an_interrupted_demo_knows_what_its_polls_came_to(tmp_path):
    account = Account().with_beat([_done(Outcome.GONE, detail="404", mentions=1)], at=NOW)
    folder.resume(tmp_path)
    folder.save(tmp_path, folder.Progress(port=8765, reached=NOW.isoformat(), account=account))

    progress = folder.resume(tmp_path)

    assert progress is not None
    assert progress.account == account
