"""Is the account there, is it the same one, has it changed; and what is remembered of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.accounts.comparing import MISSES, borrows_letters, folded, merged, seen_checks
from orm.accounts.letters import skeleton
from orm.errors import Gone, RateLimited, Refused, Unreachable, Unreadable
from orm.model.accounts import Check, CheckOutcome, Known, Sighting, State
from orm.model.schools import AccountStatus
from tests.factories_accounts import NOW, account, known, sighting

OK, FINDING, COULD_NOT = CheckOutcome
YESTERDAY = NOW - timedelta(days=1)
FAILURES = [
    Refused("the key was refused; make a new one"),
    RateLimited("wait"),
    Unreadable("no JSON"),
    Unreachable("no answer"),
]


def look(*answers, remembered=None, one=None, checked_at=YESTERDAY):
    return seen_checks(
        one or account(),
        known() if remembered is None else remembered,
        answers,
        skeleton=skeleton,
        checked_at=checked_at,
        now=NOW,
    )


def outcomes(seen):
    return [c.outcome for c in seen.checks]


def only(seen, check):
    (found,) = [c for c in seen.checks if c.check is check]
    return found


def test_an_account_as_it_was_is_well_and_stays_remembered():
    seen = look(sighting())

    assert outcomes(seen) == [OK, OK, OK]
    assert [c.check for c in seen.checks] == [Check.EXISTS, Check.SAME, Check.CHANGED]
    assert seen.known == known()
    assert seen.sighting == sighting()


def test_the_first_look_is_what_later_ones_are_compared_with():
    seen = look(sighting(name="Whatever it is called"), remembered=Known())

    assert outcomes(seen) == [OK, OK, OK]
    assert "First look" in only(seen, Check.CHANGED).says
    assert seen.known.seen_at == NOW
    assert seen.known.seen.name == "Whatever it is called"
    assert seen.known.seen.posted_at is None


def test_a_day_missed_twice_three_days_long_is_an_alarm_only_with_two_addresses():
    remembered = known()
    told = []
    for _ in range(MISSES):
        seen = look(Gone("404"), Gone("404"), remembered=remembered)
        told.append(only(seen, Check.EXISTS).outcome)
        remembered = seen.known

    assert told == [COULD_NOT, COULD_NOT, FINDING]
    assert remembered.misses == MISSES
    assert remembered.seen == known().seen


def test_one_address_alone_never_raises_the_alarm_but_asks_a_person_to_look():
    seen = look(Gone("404"), remembered=known(misses=9))

    exists = only(seen, Check.EXISTS)
    assert exists.outcome is COULD_NOT
    assert "open it yourself" in exists.says


def test_a_first_miss_says_how_many_there_were():
    assert "1 of 3" in only(look(Gone("404"), Refused("no")), Check.EXISTS).says


def test_looking_twice_on_one_day_is_one_miss():
    seen = look(Gone("404"), remembered=known(misses=1), checked_at=NOW - timedelta(hours=2))

    assert seen.known.misses == 1


def test_the_day_is_londons():
    late = NOW.replace(month=7, hour=23, minute=30)
    seen = seen_checks(
        account(),
        known(misses=1),
        [Gone("404")],
        skeleton=skeleton,
        checked_at=late - timedelta(hours=1),  # 23:30 in London; half past midnight an hour later
        now=late,
    )

    assert seen.known.misses == 2


def test_being_seen_again_forgets_the_misses():
    assert look(sighting(), remembered=known(misses=2)).known.misses == 0


@pytest.mark.parametrize("failure", FAILURES, ids=lambda e: type(e).__name__)
def test_a_failure_is_never_well_never_an_alarm_and_no_miss(failure):
    seen = look(failure, remembered=known(misses=2))

    assert outcomes(seen) == [COULD_NOT] * 3
    assert seen.known == known(misses=2)
    assert seen.sighting is None
    assert seen.why
    assert only(seen, Check.EXISTS).evidence == str(failure)


def test_of_several_failures_the_one_that_needs_a_person_is_told():
    seen = look(Unreachable("no answer"), Refused("the key was refused"))

    assert only(seen, Check.EXISTS).evidence == "the key was refused"


def test_one_answer_is_enough():
    assert outcomes(look(Refused("no"), Gone("404"), sighting())) == [OK, OK, OK]


@pytest.mark.parametrize(
    ("answers", "exists"),
    [
        ([Sighting("x", posted_at=(NOW,))], OK),
        ([Sighting("x", posted_at=(NOW,)), Refused("no")], OK),
        ([Sighting("x", posted_at=(NOW,)), Gone("404")], COULD_NOT),
        ([Sighting("x", posted_at=())], COULD_NOT),
        ([Sighting("x")], COULD_NOT),
    ],
)
def test_posts_alone_show_an_account_only_while_no_address_says_that_it_is_gone(answers, exists):
    assert only(look(*answers), Check.EXISTS).outcome is exists


@pytest.mark.parametrize(
    ("state", "key"),
    [
        (State.SUSPENDED, "suspended"),
        (State.DEACTIVATED, "deactivated"),
        (State.UNPUBLISHED, "unpublished"),
    ],
)
def test_the_platforms_own_word_is_a_finding_at_once(state, key):
    seen = look(Sighting("x", state=state), remembered=Known())

    assert outcomes(seen) == [FINDING, COULD_NOT, COULD_NOT]
    assert only(seen, Check.EXISTS).key == key
    assert seen.sighting is None
    assert seen.known.seen is None


def test_a_moved_account_is_a_finding_with_where_to():
    seen = look(sighting(state=State.MOVED, moved_to="https://elsewhere.example/@wrenbeck"))

    exists = only(seen, Check.EXISTS)
    assert exists.outcome is FINDING
    assert "https://elsewhere.example/@wrenbeck" in exists.evidence
    assert exists.key != only(look(sighting(state=State.MOVED)), Check.EXISTS).key


def test_a_private_account_is_a_finding_and_still_compared():
    seen = look(sighting(state=State.PRIVATE, name="Else"))

    assert outcomes(seen) == [FINDING, OK, FINDING]
    assert seen.sighting is not None


def test_another_id_is_another_account_and_nothing_else_can_be_told():
    seen = look(sighting(stable_id="999"))

    assert outcomes(seen) == [COULD_NOT, FINDING, COULD_NOT]
    assert "Do not post" in only(seen, Check.SAME).says
    assert "999" in only(seen, Check.SAME).evidence
    assert seen.sighting is None
    assert seen.known.seen == known().seen


def test_without_an_id_in_the_register_the_remembered_one_counts():
    seen = look(sighting(stable_id="999"), one=account(stable_id=""))

    assert only(seen, Check.SAME).outcome is FINDING


def test_an_id_that_a_person_corrected_in_the_register_counts_before_the_remembered_one():
    seen = look(sighting(stable_id="999"), one=account(stable_id="999"))

    assert only(seen, Check.SAME).outcome is OK


def test_our_handle_in_other_hands_is_a_finding_while_our_account_is_seen_too():
    seen = look(
        sighting(handle="wrenbeck2"),
        sighting(stable_id="999", name="Not us", description="", links=()),
    )

    assert [c.outcome for c in seen.checks] == [OK, FINDING, FINDING]
    assert seen.sighting.name == "Wrenbeck Primary School"


def test_ids_of_two_kinds_are_not_compared():
    seen = look(sighting(stable_id="https://social.example/users/wrenbeck"))

    assert only(seen, Check.SAME).outcome is COULD_NOT
    assert only(seen, Check.EXISTS).outcome is OK


def test_a_platform_that_gives_no_id_could_not_be_checked():
    assert only(look(sighting(stable_id="")), Check.SAME).outcome is COULD_NOT


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "Harrowmere Deals"}, "name"),
        ({"handle": "harrowmeredeals"}, "handle"),
        ({"description": "Best prices"}, "description"),
        ({"description": ""}, "description"),
    ],
)
def test_what_changed_is_a_finding_that_shows_both(changes, field):
    seen = look(sighting(**changes))

    changed = only(seen, Check.CHANGED)
    assert changed.outcome is FINDING
    assert changed.key.startswith(f"{field}:")
    assert getattr(known().seen, field) in changed.evidence
    assert seen.known.seen == known().seen


def test_a_change_that_was_settled_is_told_apart_from_the_next_one():
    first = only(look(sighting(name="Harrowmere Deals")), Check.CHANGED)
    again = only(look(sighting(name="HARROWMERE  deals")), Check.CHANGED)
    other = only(look(sighting(name="Harrowmere Bargains")), Check.CHANGED)

    assert first.key == again.key != other.key


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "  wrenbeck   PRIMARY School "},
        {"name": "Ｗrenbeck Primary School"},
        {"handle": "@WrenbeckPrimary"},
        {"handle": ""},
        {"name": None, "description": None},
        {"verified": None},
    ],
)
def test_case_width_spaces_and_what_is_not_said_are_no_change(changes):
    assert only(look(sighting(**changes)), Check.CHANGED).outcome is OK


def test_where_nothing_is_said_nothing_was_compared():
    bare = Sighting("x", stable_id="1170200")

    seen = look(bare, remembered=known(seen=bare))

    assert only(seen, Check.CHANGED).outcome is COULD_NOT


def test_a_lost_mark_is_a_finding_and_a_gained_one_is_remembered():
    gained = look(sighting(verified=True)).known
    assert gained.seen.verified is True

    changed = only(look(sighting(verified=False), remembered=gained), Check.CHANGED)

    assert (changed.outcome, changed.key) == (FINDING, "verified:lost")
    assert look(sighting(), remembered=gained).known.seen.verified is True


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": "Wrеnbеck Primary School"}, "name"), ({"handle": "wrenbeсkprimary"}, "handle")],
)
def test_letters_of_another_alphabet_that_look_like_ours_are_a_finding_of_their_own(changes, field):
    changed = only(look(sighting(**changes)), Check.CHANGED)

    assert changed.key.startswith(f"{field}:letters:")
    assert "another alphabet" in changed.says


@pytest.mark.parametrize(
    ("text", "borrows"),
    [
        ("Wrenbeck", False),
        ("Ysgol Gynradd Tŷ Coch", False),
        ("Szkoła Świętej Jadwigi", False),
        ("Школа", False),
        ("Wrenbeck Школа", False),
        ("Wrenbеck", True),
        ("ѕсһооӏ", True),
        ("", False),
        ("🎒 2026", False),
    ],
)
def test_a_name_in_another_alphabet_is_no_disguise(text, borrows):
    assert borrows_letters(text, skeleton) is borrows


def test_what_was_not_known_at_the_first_look_is_added_later():
    first = look(Sighting("x", stable_id="1170200", name="Wrenbeck"), remembered=Known()).known

    later = look(sighting(name="Wrenbeck"), remembered=first).known

    assert later.seen.description == sighting().description
    assert later.seen_at == first.seen_at


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([sighting()], FINDING),
        ([sighting(state=State.PRIVATE)], FINDING),
        ([sighting(state=None)], FINDING),
        ([sighting(state=State.DEACTIVATED)], OK),
        ([sighting(state=State.MOVED)], OK),
        ([Gone("404")], OK),
        ([Refused("no")], COULD_NOT),
        ([], COULD_NOT),
    ],
)
def test_a_closed_account_is_really_closed(answers, outcome):
    seen = look(*answers, one=account(status=AccountStatus.CLOSED))

    assert [(c.check, c.outcome) for c in seen.checks] == [(Check.EXISTS, outcome)]
    assert seen.known == known()


def test_the_first_answer_that_says_wins_and_a_state_that_is_not_well_wins_over_one_that_is():
    first = Sighting("x", stable_id="1", name=None, posted_at=(), state=State.LIVE)
    second = Sighting(
        "x", handle="a", name="A", posted_at=(NOW,), links=(), state=State.SUSPENDED, verified=False
    )

    one = merged([first, second, replace(second, name="B", links=("https://b.example",))])

    assert (one.stable_id, one.handle, one.name, one.posted_at) == ("1", "a", "A", ())
    assert (one.links, one.verified, one.state) == ((), False, State.SUSPENDED)


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text).upper()) == folded(folded(text).upper().casefold())
    assert folded(f"  {text}\n") == folded(text)


texts = st.none() | st.text(max_size=20)
answers = st.one_of(
    st.sampled_from([*FAILURES, Gone("404")]),
    st.builds(
        Sighting,
        platform=st.just("x"),
        stable_id=st.sampled_from(["", "1170200", "999", "did:x:1"]),
        handle=st.text(max_size=10),
        state=st.none() | st.sampled_from(State),
        name=texts,
        description=texts,
        verified=st.none() | st.booleans(),
    ),
)


@given(st.lists(answers, min_size=1, max_size=3), st.integers(0, 5), st.booleans())
def test_whatever_is_answered_unseen_is_never_well_and_the_accepted_name_stays(
    given_answers, misses, fresh
):
    remembered = Known(misses=misses) if fresh else known(misses=misses)

    seen = look(*given_answers, remembered=remembered)

    assert {c.check for c in seen.checks} == {Check.EXISTS, Check.SAME, Check.CHANGED}
    assert all(c.key for c in seen.checks if c.outcome is FINDING)
    if seen.sighting is None:
        assert OK not in outcomes(seen)
        assert seen.why
    if not fresh:
        assert replace(seen.known, misses=0, seen=None) == known(seen=None)
        assert getattr(seen.known.seen, "name", "") == "Wrenbeck Primary School"
    assert seen.known.misses in {0, misses, misses + 1}
