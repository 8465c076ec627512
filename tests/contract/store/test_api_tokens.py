"""Keys to the read-only interface: kept as a hash, found by it, ended for ever."""

from datetime import timedelta

import pytest

from orm.errors import NotAllowed
from orm.model.api_tokens import Grant, NewApiToken, digest_of
from tests.factories_store import NOW, ST_ORRINS, WRENBECK

DAY = timedelta(days=1)
TOKEN = "orm_" + "x" * 43


def new(**changes):
    return NewApiToken(
        **{
            "digest": digest_of(TOKEN),
            "name": "Trust dashboard",
            "grants": frozenset({Grant.FIGURES}),
            "schools": frozenset({WRENBECK}),
            "made_by": "shell",
            "made_at": NOW,
            "expires_at": NOW + 30 * DAY,
            **changes,
        }
    )


def audit(store):
    lines = store.entry.audit(since=NOW - DAY, school_ids=frozenset(), most=99)
    return [(line.action, line.subject) for line in lines if line.action.startswith("api-token")]


def test_a_token_is_found_by_its_hash_and_is_kept_nowhere(store):
    made = store.api_tokens.make(new(grants=frozenset(Grant), schools={WRENBECK, ST_ORRINS}))

    assert store.api_tokens.find(digest_of(TOKEN)) == made
    assert (made.grants, made.schools) == (frozenset(Grant), frozenset({WRENBECK, ST_ORRINS}))
    assert store.api_tokens.find(digest_of(f"{TOKEN}x")) is None
    assert store.api_tokens.find(TOKEN) is None


def test_a_token_works_until_its_time_is_over(store):
    made = store.api_tokens.make(new())

    assert made.works(NOW + 30 * DAY - timedelta(seconds=1))
    assert not made.works(NOW + 30 * DAY)


def test_an_ended_token_works_no_more_and_is_ended_once(store):
    made = store.api_tokens.make(new())

    ended = store.api_tokens.end(made.number, by="shell", now=NOW + DAY)

    assert not ended.works(NOW + DAY)
    for number in (made.number, made.number + 1):
        with pytest.raises(NotAllowed, match="no token"):
            store.api_tokens.end(number, by="shell", now=NOW + DAY)
    assert [each.ended_at for each in store.api_tokens.every()] == [NOW + DAY]


def test_use_is_written_down_once_an_hour_and_in_the_audit_trail(store):
    store.api_tokens.make(new())
    for minutes in (0, 1, 59, 60, 61):
        token = store.api_tokens.find(digest_of(TOKEN))
        store.api_tokens.used(token, now=NOW + timedelta(minutes=minutes))

    assert store.api_tokens.every()[0].used_at == NOW + timedelta(minutes=60)
    assert [action for action, _ in audit(store)].count("api-token-used") == 2


def test_two_uses_at_once_are_one_line(store):
    token = store.api_tokens.make(new())
    store.api_tokens.used(token, now=NOW)
    store.api_tokens.used(token, now=NOW)

    assert audit(store).count(("api-token-used", f"api token {token.number}")) == 1


def test_making_and_ending_are_in_every_schools_audit_trail(store):
    made = store.api_tokens.make(new(schools=frozenset({WRENBECK, ST_ORRINS})))
    store.api_tokens.end(made.number, by="shell", now=NOW + DAY)

    for school in (WRENBECK, ST_ORRINS):
        lines = store.entry.audit(since=NOW - DAY, school_ids=frozenset({school}), most=9)
        assert [line.action for line in lines] == ["api-token-ended", "api-token-made"]
