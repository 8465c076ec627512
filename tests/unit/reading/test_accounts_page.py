"""Official accounts in the morning: what is said of what was found, settled, and never looked at."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.model.accounts import Check, CheckOutcome, Known
from orm.model.lookalikes import Verdict
from orm.model.presence import PresenceCheck
from orm.model.schools import AccountStatus, ContactId, Role
from orm.model.sight import Sight
from orm.reading.accounts import Kept, needs, page
from orm.reading.accounts_entry import entry, register_rows
from orm.reading.lookalikes import Eye
from tests.factories_account_pages import (
    COULD_NOT,
    DAY,
    MORNING,
    OK,
    SCHOOL,
    WRENBECK,
    file,
    finding,
    first_page,
    lookalike,
    notice,
    presence,
    settled,
)
from tests.factories_accounts import COMMS, EVERYBODY
from tests.factories_desk import NOW

SIGHT = Sight(frozenset({WRENBECK}), frozenset({Role.COMMS}))
EYE = Eye(SIGHT, EVERYBODY, lambda _: True)
BY = ContactId(COMMS.id)
WELL = presence(notice(outcome=OK, says="The website names every account."))


def kept(*files, lookalikes=(), around=WELL) -> Kept:
    return Kept(SCHOOL, files, tuple(lookalikes), around)


def shown(*files, lookalikes=(), around=WELL):
    return page(kept(*files, lookalikes=lookalikes, around=around), EYE, now=NOW)


@pytest.mark.parametrize(
    ("outcomes", "says"),
    [
        ((OK,), "Everything is as it should be, as far as it was checked."),
        ((CheckOutcome.FINDING,), "1 thing needs you."),
        ((CheckOutcome.FINDING, CheckOutcome.FINDING, OK), "2 things need you."),
        (
            (CheckOutcome.FINDING, COULD_NOT),
            "1 thing needs you; 1 thing could not be checked.",
        ),
        (
            (OK, COULD_NOT, COULD_NOT, COULD_NOT),
            "Everything we could check is as it should be; 3 things could not be checked.",
        ),
    ],
)
def test_the_verdict_says_what_waits_and_what_nobody_knows(outcomes, says):
    found = (finding(number, outcome=each) for number, each in enumerate(outcomes))

    assert shown(file(*found)).says == says


def test_what_somebody_has_settled_waits_no_more_and_is_not_called_well():
    told = shown(file(finding(settled=settled(BY))))

    assert told.needs == 0
    assert told.lines == ()
    assert told.accounts[0].state == "Findings settled"


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"findings": (finding(outcome=OK),)}, "As it should be"),
        ({"findings": (finding(),)}, "1 to settle"),
        (
            {"findings": (finding(outcome=OK), finding(2, outcome=COULD_NOT))},
            "Could not be checked in full",
        ),
        ({"checked_at": None}, "Not checked yet"),
        ({"findings": (finding(outcome=OK),), "checked_at": NOW - 3 * DAY}, "Not checked lately"),
        ({"findings": (finding(),), "checked_at": NOW - 3 * DAY}, "1 to settle"),
    ],
)
def test_an_account_has_the_state_of_its_worst_check(changes, state):
    assert shown(replace(file(), **changes)).accounts[0].state == state


def test_a_closed_account_is_called_closed():
    closed = file(finding(outcome=OK), status=AccountStatus.CLOSED)

    assert shown(closed).accounts[0].state == "Closed"


def test_without_accounts_every_claim_is_a_finding():
    assert shown().empty.startswith("No official accounts registered: then every account")
    assert shown(file(finding(outcome=OK))).empty == ""


@pytest.mark.parametrize(
    ("around", "where"),
    [
        (presence(checked_at=None), "Our website and our name"),
        (presence(checked_at=NOW - 10 * DAY), "Our website and our name"),
        (
            presence(
                notice(check=PresenceCheck.SEARCH, outcome=COULD_NOT, says="X is switched off.")
            ),
            "Who uses our name",
        ),
    ],
)
def test_what_was_not_looked_at_around_the_school_is_told_as_not_known(around, where):
    told = shown(file(finding(outcome=OK)), around=around)

    assert [each.where for each in told.unknown] == [where]
    assert told.says.endswith("1 thing could not be checked.")


def test_an_account_that_was_not_checked_lately_is_told_as_not_known():
    told = shown(file(finding(outcome=OK), checked_at=NOW - 3 * DAY))

    assert [each.where for each in told.unknown] == ["Bluesky, @wrenbeckprimary"]
    assert told.says.endswith("1 thing could not be checked.")


def test_what_a_parent_sees_first_waits_no_more_once_it_is_written_down():
    asks = notice(check=PresenceCheck.FIRST_PAGE, says="Search …", key="2026-11-01")
    last = first_page(date(2026, 10, 1))

    assert shown(around=presence(asks)).needs == 1
    assert shown(around=presence(asks, pages=(last,))).needs == 1
    assert shown(around=presence(asks, pages=(first_page(),))).needs == 0


def test_a_page_holds_so_many_findings_and_says_how_many_follow():
    told = shown(file(*(finding(number, key=str(number)) for number in range(70))))

    assert (len(told.lines), told.more, told.needs) == (50, 20, 70)


def test_addresses_in_what_was_found_are_not_opened_by_a_slip():
    told = shown(file(finding(evidence="It leads to https://pay.example/now")))

    assert told.lines[0].evidence == "It leads to hxxps://pay[.]example/now"


OUTCOMES = st.sampled_from(list(CheckOutcome))
FINDINGS = st.lists(st.tuples(OUTCOMES, st.booleans()), max_size=6)
CHECKED = st.sampled_from([None, MORNING, NOW - timedelta(days=5)])
ALIKE = st.lists(st.sampled_from(list(Verdict)), max_size=4)


@given(FINDINGS, CHECKED, CHECKED, ALIKE)
def test_well_is_said_only_when_nothing_waits_and_everything_was_looked_at(
    outcomes, checked_at, looked_at, verdicts
):
    found = tuple(
        finding(number, outcome=outcome, settled=settled(BY) if word else None)
        for number, (outcome, word) in enumerate(outcomes)
    )
    alike = [lookalike(number, verdict=each) for number, each in enumerate(verdicts)]
    here = kept(
        file(*found, checked_at=checked_at),
        lookalikes=alike,
        around=presence(checked_at=looked_at),
    )
    told = page(here, EYE, now=NOW)

    waits = sum(o is CheckOutcome.FINDING and not word for o, word in outcomes)
    waits += verdicts.count(Verdict.OPEN)
    assert told.needs == needs(here, now=NOW) == waits
    if told.says.startswith("Everything is"):
        assert waits == 0
        assert checked_at == MORNING
        assert looked_at is not None
        assert all(outcome is not COULD_NOT for outcome, _ in outcomes)


def test_an_accounts_page_tells_every_check_and_who_settled_what():
    known = Known(looked_on=date(2026, 11, 2))
    found = (
        finding(1, outcome=OK, says="It is there.", check=Check.EXISTS),
        finding(2, settled=settled(BY, reason="done")),
        finding(3, check=Check.ALIVE),
        finding(4, check=Check.MODERATED, outcome=COULD_NOT, says="Not told without a key."),
    )
    told = entry(file(*found, known=known), EVERYBODY, SIGHT, now=NOW)

    assert [each.says for each in told.to_settle] == [found[2].checked.says]
    assert [each.about for each in told.lines] == [
        "Whether it is there",
        "Its link to our website",
        "Comments that wait",
    ]
    word = told.lines[1].settled
    assert word is not None
    assert word.who == "Office, comms lead"
    assert told.seen.looked_on == date(2026, 11, 2)
    assert told.address == "hxxps://bsky[.]example/wrenbeck"


def test_an_address_that_is_no_web_address_leads_nowhere():
    told = entry(file(url="javascript:alert(1)"), EVERYBODY, SIGHT, now=NOW)

    assert told.link == ""


def test_who_is_not_among_the_contacts_has_no_name():
    told = entry(file(owner=ContactId("gone")), EVERYBODY, SIGHT, now=NOW)

    people = dict(dict(told.groups)["Who looks after it"])
    assert people["Owner"] == "somebody who has left"


def test_the_printed_register_tells_gaps_findings_and_what_is_not_known_apart():
    found = (
        finding(1, check=Check.REGISTER, says="No second reader."),
        finding(2, says="No link."),
        finding(3, says="Settled.", check=Check.ALIVE, settled=settled(BY)),
        finding(4, says="Not told.", check=Check.MODERATED, outcome=COULD_NOT),
    )
    row = register_rows([file(*found, owner=COMMS.id, keepers=(COMMS.id,))], EVERYBODY)[0]

    assert (row.gaps, row.findings, row.could_not) == (
        ("No second reader.",),
        ("No link.",),
        ("Not told.",),
    )
    assert row.owner == "Office, comms lead"
    assert row.checked_on == NOW.date()
    assert register_rows([file(checked_at=None)], EVERYBODY)[0].checked_on is None
