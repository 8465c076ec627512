"""The form of an account's entry, and of what a parent sees first: what is shown is what is read."""

from dataclasses import fields, replace
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.errors import Conflict, NotAllowed
from orm.model.accounts import Account
from orm.model.first_page import FirstPage, Tone
from orm.model.lookalikes import Sort, Verdict
from orm.model.schools import AccountStatus, ContactId, Role
from orm.model.sight import Sight
from orm.reading.accounts_first_page import PLACES, Row, first_pages, read_page
from orm.reading.accounts_form import (
    blank,
    groups,
    known_already,
    mark,
    read_entry,
    unchanged,
)
from orm.reading.accounts_settling import LONGEST_REASON, still, word
from orm.reading.lookalikes import Eye, lookalikes
from tests.factories_account_pages import (
    SCHOOL,
    WRENBECK,
    account,
    first_page,
    lookalike,
    presence,
    scored,
    settled,
)
from tests.factories_accounts import COMMS, EVERYBODY, HEAD
from tests.factories_desk import NOW

PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=20)


def values(entry: Account):
    """What the form shows, by the field's name."""
    return {each.name: each.value for group in groups(entry, EVERYBODY) for each in group.fields}


FULL = account(
    owner=COMMS.id,
    keepers=(COMMS.id, HEAD.id),
    approved_by=HEAD.id,
    second_reader=HEAD.id,
    status=AccountStatus.DORMANT,
    stable_id="did:plc:wrenbeck",
    outcomes="Families hear of trips",
    purpose="News\nand dates",
    access_tested_on=date(2026, 9, 4),
    risk_assessed_on=date(2026, 9, 1),
    admin_email="social@wrenbeck.example",
    moderation_days=3,
    consent="the yearly form, “signed”",
    agreement_signed_on=date(2026, 9, 3),
    minimum_age=13,
    hours=(time(7, 30), time(18, 0)),
    dormant_after_days=30,
    review_on=date(2027, 9, 1),
)


def test_every_field_of_the_register_is_in_the_form():
    asked = {each.name for group in groups(FULL, EVERYBODY) for each in group.fields}

    assert asked == {each.name for each in fields(Account)} - {"school_id"}


@pytest.mark.parametrize("entry", [FULL, account(owner=None, keepers=(), approved_by=None)])
def test_a_form_that_nobody_changed_changes_nothing(entry):
    assert read_entry(values(entry), entry, EVERYBODY) == entry


@given(PRINTABLE, PRINTABLE)
def test_whatever_words_stand_in_an_entry_come_back_the_same(purpose, name):
    entry = replace(FULL, purpose=purpose.lstrip("'"), display_name=name.lstrip("'"))

    assert read_entry(values(entry), entry, EVERYBODY) == entry


def test_every_wrong_field_is_named_at_once():
    typed = {**values(FULL), "approved_on": "soon", "minimum_age": "old", "handle": ""}

    wrong = read_entry(typed, FULL, EVERYBODY)

    assert not isinstance(wrong, Account)
    assert {each.field for each in wrong} == {"approved_on", "minimum_age", "handle"}
    assert all(each.says.endswith(".") for each in wrong)


def test_a_british_day_is_read():
    typed = {**values(FULL), "review_on": "01/09/2027"}

    assert read_entry(typed, FULL, EVERYBODY) == FULL


def test_an_entry_of_another_hand_has_another_mark():
    unchanged(FULL, mark(FULL))
    for seen in ("", "made-up", mark(replace(FULL, purpose="Hers"))):
        with pytest.raises(Conflict, match="Somebody has changed this entry"):
            unchanged(FULL, seen)


def test_a_handle_is_known_however_it_is_spelled():
    assert known_already(account("@Wrenbeck", platform="X"), [account("wrenbeck ", platform="x")])
    assert not known_already(account("@wrenbeck"), [account("@wrenbeck", platform="x")])
    assert not known_already(blank(WRENBECK), [FULL])


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * (LONGEST_REASON + 1), "a\u202eb", "a\0b"])
def test_a_reason_that_cannot_be_kept_is_refused(reason):
    with pytest.raises(NotAllowed):
        word(COMMS, reason, NOW)


def test_a_reason_is_one_line():
    assert word(COMMS, " we\n mended  it ", NOW).reason == "we mended it"


def test_a_lookalike_that_somebody_judged_meanwhile_is_not_judged_again():
    still(lookalike(), "open")
    with pytest.raises(Conflict, match="while you were reading"):
        still(lookalike(verdict=Verdict.INNOCENT), "open")


# ---- look-alikes -----------------------------------------------------------------------------


def eye(*roles, opens=True):
    return Eye(Sight(frozenset({WRENBECK}), frozenset(roles)), EVERYBODY, lambda _: opens)


def test_what_speaks_for_and_against_a_lookalike_is_told_apart():
    row = lookalikes([lookalike()], eye(Role.COMMS)).waiting[0]

    assert row.score == "Very like us (0.80)"
    assert row.speaks_for == ("It has our name with “official”.",)
    assert row.speaks_against == ("It names another town.",)
    assert row.address == "hxxps://bsky[.]example/posing"
    assert "hxxps://pay[.]example" in row.description


def test_leaders_are_not_told_who_holds_a_lookalike():
    row = lookalikes([lookalike()], eye(Role.SLT)).waiting[0]

    assert (row.handle, row.description, row.link) == ("", "", "")
    assert row.address == "bsky[.]example/…"


def test_a_case_is_named_to_who_may_open_it():
    one = lookalike(verdict=Verdict.IMPOSTOR, ref="ABCD-1234", settled=settled(COMMS.id))

    assert lookalikes([one], eye(Role.HEADTEACHER)).judged[0].ref == "ABCD-1234"
    assert lookalikes([one], eye(Role.COMMS, opens=False)).judged[0].ref is None


@pytest.mark.parametrize(
    ("likeness", "says"),
    [(None, "Nobody has compared its words"), (0.0, "0% of its words"), (0.93, "93% of its words")],
)
def test_an_address_that_nobody_compared_is_not_called_different(likeness, says):
    twin = lookalike(scored=scored(sort=Sort.DOMAIN, likeness=likeness))

    assert lookalikes([twin], eye(Role.COMMS)).waiting[0].likeness.startswith(says)


def test_a_page_holds_so_many_lookalikes_and_counts_the_rest():
    told = lookalikes([lookalike(number) for number in range(33)], eye(Role.COMMS))

    assert (len(told.waiting), told.more, told.open) == (30, 3, 33)


# ---- what a parent sees first -----------------------------------------------------------------


def read(*rows):
    return read_page(rows, SCHOOL, by=COMMS.id, now=NOW)


def test_a_page_is_kept_for_its_month_in_its_places():
    found = read(
        Row(1, "Ours", "https://wrenbeck.example/", "neutral", ours=True),
        Row(2),
        Row(3, "Reviews", "reviews.example/w", "negative"),
    )

    assert isinstance(found, FirstPage)
    assert found.month == date(2026, 11, 1)
    assert [(each.place, each.site, each.tone) for each in found.results] == [
        (1, "wrenbeck.example", Tone.NEUTRAL),
        (3, "reviews.example", Tone.NEGATIVE),
    ]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (Row(1), "url-1"),
        (Row(2, "", "https://a.example"), "title-2"),
        (Row(2, "A", ""), "url-2"),
        (Row(2, "A", "javascript:alert(1)"), "url-2"),
        (Row(2, "A", "https://[broken"), "url-2"),
        (Row(2, "A", "nowhere"), "url-2"),
        (Row(2, "A\u202e", "https://a.example"), "title-2"),
        (Row(2, "A", "https://a.example", "splendid"), "tone-2"),
    ],
)
def test_a_row_that_cannot_be_kept_is_named(row, field):
    wrong = read(row)

    assert [each.field for each in wrong] == [field]


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), max_size=PLACES))
def test_whatever_is_typed_is_kept_whole_or_refused_with_a_reason(typed):
    rows = [Row(place, title, url) for place, (title, url) in enumerate(typed, 1)]
    found = read(*rows)

    if isinstance(found, FirstPage):
        assert len(found.results) == sum(bool(title or url) for title, url in typed)
    else:
        assert found
        assert all(each.says for each in found)


def test_the_form_shows_what_is_kept_for_this_month():
    told = first_pages(SCHOOL, presence(pages=(first_page(),)), EVERYBODY, now=NOW)

    assert told.is_recorded
    assert told.rows[0].title == "Wrenbeck Primary School"
    assert len(told.rows) == PLACES
    assert told.search == "Wrenbeck Primary School Harrowmere"


def test_last_months_page_is_where_a_form_may_start():
    last = presence(pages=(first_page(date(2026, 10, 1)),))

    assert first_pages(SCHOOL, last, EVERYBODY, now=NOW).rows[0].title == ""
    started = first_pages(SCHOOL, last, EVERYBODY, start=True, now=NOW)
    assert started.rows[0].title == "Wrenbeck Primary School"
    assert not started.is_recorded


def test_what_moved_since_the_month_before_is_told():
    now, before = first_page(), first_page(date(2026, 10, 1), first_page().results[1])
    told = first_pages(SCHOOL, presence(pages=(now, before)), EVERYBODY, now=NOW)

    assert [each.what for each in told.months[0].changes] == ["New"]
    assert told.months[0].by == "somebody who has left"
    assert told.months[1].changes == ()
    assert ContactId("comms") not in {each.id for each in EVERYBODY}
