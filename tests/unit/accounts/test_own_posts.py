"""Questions about our own posts: names beside pictures, consent, dates, words."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.accounts.full_names import HashedNames, hashed, is_listed, looks_named
from orm.accounts.own_posts import OwnPost, questions
from orm.accounts.told_dates import wrong_term, wrong_weekday
from orm.model.schools import SchoolCalendar
from tests.factories_accounts import TERMS, TODAY

OURS = ("Wrenbeck Primary School", "Harrowmere", "Tanner Lane", "Otter Squad")
LIST = hashed(["Tamsin Jo Ruddlewick", "Zoë O'Bramble", "Anne-Marie Fennick", "Cher"], "salt")
NOBODY = HashedNames()


def rules(text, *, names=NOBODY, calendar=TERMS, today=TODAY, **changes):
    post = OwnPost(text, **changes)
    return [q.rule for q in questions(post, names=names, ours=OURS, calendar=calendar, today=today)]


def test_most_posts_raise_no_question():
    text = "Thank you to Class 5 for a great trip to Harrowmere Castle. See you on Monday!"

    assert rules(text, pictures=2, undescribed=0, consent_confirmed=True) == []


@pytest.mark.parametrize(
    "text",
    [
        "Well done Tamsin Ruddlewick!",
        "Tamsin Ruddlewick won the Wrenbeck Primary Cup.",
        "Our winner is Tamsin O'Bramble-Fennick.",
        "Congratulations to Ada Jo Fennick and friends",
        "Star of the week: Tamsin’s friend Kit Fennick",
    ],
)
def test_two_capitalised_words_beside_a_picture_are_asked_about(text):
    assert rules(text, pictures=1, undescribed=0, consent_confirmed=True) == ["full-name"]


@pytest.mark.parametrize(
    "text",
    [
        "Wrenbeck Primary School says hello",
        "Meet us on Tanner Lane with the Otter Squad",
        "Happy Christmas from Year Six",
        "World Book Day on Thursday",
        "Mrs Fennick and Mr Bramble lead the choir",
        "Well done Tamsin. Class Five are proud of you.",
        "WELL DONE EVERYBODY AT SPORTS DAY",
        "Tamsin and Kit planted a tree",
        "Thank You Harrowmere Rotary",
        "",
    ],
)
def test_schools_streets_teams_events_titles_and_first_names_are_not(text):
    assert rules(text, pictures=1, undescribed=0, consent_confirmed=True) == []


def test_without_a_picture_a_full_name_is_no_question_and_not_knowing_asks_for_it():
    text = "Well done Tamsin Ruddlewick!"

    assert rules(text, pictures=0) == []
    assert rules(text, pictures=None) == ["full-name"]


@pytest.mark.parametrize(
    "text",
    [
        "well done tamsin ruddlewick!",
        "TAMSIN RUDDLEWICK WINS",
        "Tamsin J. Ruddlewick wins",
        "tamsin jo ruddlewick",
        "Zoe OBramble's model",
        "zoë o’bramble",
        "anne-marie fennick",
    ],
)
def test_a_name_of_the_schools_list_is_found_however_it_is_written(text):
    assert is_listed(text, LIST)


@pytest.mark.parametrize(
    "text", ["Tamsin Bramble", "Ruddlewick Tamsin", "Cher", "Cher sings", "tamsin", ""]
)
def test_others_are_not_on_the_list(text):
    assert not is_listed(text, LIST)


def test_the_list_holds_no_name_and_another_salt_another_list():
    assert "ruddlewick" not in repr(LIST).casefold()
    assert "salt" not in repr(LIST)
    assert len(LIST.digests) == 3
    assert not hashed(["Tamsin Ruddlewick"], "pepper").digests & LIST.digests


def test_no_question_repeats_a_name_and_each_is_a_question():
    post = OwnPost(
        "I think Tamsin Ruddlewick was great on Friday 24 November.",
        pictures=2,
        undescribed=1,
        consent_confirmed=False,
    )

    asked = questions(post, names=LIST, ours=OURS, calendar=TERMS, today=TODAY)

    assert [one.rule for one in asked] == ["full-name", "consent", "alt-text", "weekday", "opinion"]
    assert all("?" in one.asks for one in asked)
    assert not any("amsin" in one.asks or "uddlewick" in one.asks for one in asked)
    assert "Tamsin" not in repr(post)


@pytest.mark.parametrize(
    ("pictures", "confirmed", "asked"),
    [
        (1, False, True),
        (1, None, True),
        (1, True, False),
        (0, None, False),
        (None, None, False),
    ],
)
def test_consent_is_asked_for_where_there_is_a_picture_and_none_is_recorded(
    pictures, confirmed, asked
):
    found = rules("Our garden", pictures=pictures, undescribed=0, consent_confirmed=confirmed)

    assert ("consent" in found) is asked


@pytest.mark.parametrize(("undescribed", "asked"), [(0, False), (None, False), (2, True)])
def test_a_picture_without_a_description_is_asked_about(undescribed, asked):
    found = rules("Our garden", pictures=2, undescribed=undescribed, consent_confirmed=True)

    assert ("alt-text" in found) is asked


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Fair on Friday 27 November", ""),
        ("Fair on Friday 27th of November 2026", ""),
        ("Fair on Friday, November 27", ""),
        ("Fair on Fri 27/11", ""),
        ("Fair on Friday 27/11/26", ""),
        ("Fair on 27 November", ""),
        ("See you in March, 27 of us", ""),
        ("Monday 4 January", ""),
        ("Monday 2 November was fun", ""),
        ("Fair on Thursday 27 November", "Thursday 27 November"),
        ("Fair on Friday 27th November 2027", "Friday 27th November 2027"),
        ("Fair on Tues, November 27", "Tues, November 27"),
        ("Fair on Thursday 27/11/2026", "Thursday 27/11/2026"),
        ("Fair on 31 November", "31 November"),
        ("Fair on Sunday the 29th February", "Sunday the 29th February"),
        ("Fair on Tuesday 4 January", "Tuesday 4 January"),
    ],
)
def test_a_weekday_that_does_not_fit_its_date_is_found(text, words):
    assert wrong_weekday(text, TODAY) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("First day of term is Monday 4 January.", ""),
        ("The first day of term is 2 September 2026", ""),
        ("The first day of the autumn term is 3 September 2026 for pupils", ""),
        ("First day of term is Tuesday 5 January.", "Tuesday 5 January"),
        ("Back to school on 6 January!", "6 January"),
        ("Term starts on 3 Jan", "3 Jan"),
        ("The last day of term is 18 December", ""),
        ("We break up on 17 December", "17 December"),
        ("The last day of this term is 19/12/2026", "19/12/2026"),
        ("First day of term soon. Fair on 8 January.", ""),
        ("First day of term is 1 September 2028", ""),
        ("Trip on 8 January", ""),
    ],
)
def test_a_terms_first_and_last_day_are_the_calendars(text, words):
    assert wrong_term(text, TERMS, TODAY) == words


def test_without_terms_no_date_contradicts_them():
    assert wrong_term("First day of term is 8 January", SchoolCalendar(), TODAY) == ""


def test_a_date_is_read_by_when_the_post_was_made():
    posted = datetime(2025, 11, 1, tzinfo=UTC)  # 27 November 2025 was a Thursday

    assert rules("Fair on Thursday 27 November", posted_at=posted) == []
    assert rules("Fair on Thursday 27 November") == ["weekday"]
    assert rules("The first day of term is 5 January") == ["term-date"]


@given(st.dates(TODAY - timedelta(days=100), TODAY + timedelta(days=200)), st.integers(0, 6))
def test_every_day_of_the_year_is_told_from_the_wrong_one(on, shift):
    told = on + timedelta(days=shift)

    found = wrong_weekday(f"See you on {told:%A} {on:%d %B}", TODAY)

    assert bool(found) is (shift != 0)


def test_long_sentences_and_hard_words_are_asked_about():
    long = " ".join(["word"] * 26) + "."
    hard = "We utilise metacognitive methodologies."

    assert rules(long) == ["plain-english"]
    assert rules(" ".join(["word"] * 25) + ".") == []
    assert rules(long + " Short. Short.") == []
    assert rules(hard) == ["plain-english"]
    assert rules("Prior booking only") == []
    assert rules("#a " * 40 + "https://wrenbeck.example/a-b-c") == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("I think this is the best choir.", True),
        ("In my opinion we won.", True),
        ("In my humble opinion we won.", True),
        ("I really believe so", True),
        ("Personally, I prefer the old hall", True),
        ("We think of others.", False),
        ("Year 4 said: we believe in kindness", False),
        ("Think before you click", False),
    ],
)
def test_one_persons_opinion_is_asked_about(text, asked):
    assert ("opinion" in rules(text)) is asked


@given(st.text(max_size=200), st.none() | st.integers(0, 3), st.none() | st.booleans())
def test_any_text_can_be_asked_about(text, pictures, confirmed):
    post = OwnPost(text, pictures, pictures, None, confirmed)

    asked = questions(post, names=LIST, ours=OURS, calendar=TERMS, today=date(2026, 11, 20))

    assert len({one.rule for one in asked}) == len(asked)


@given(st.lists(st.text("abcdé", min_size=1, max_size=6), min_size=2, max_size=4), st.text())
def test_a_hashed_name_is_found_in_any_case(words, salt):
    names = hashed([" ".join(words)], salt)
    text = f"{words[0]} {words[-1]}"

    assert is_listed(text, names) is bool(names.digests)
    assert is_listed(text.upper(), names) is bool(names.digests)


@given(st.text())
def test_a_text_in_small_letters_looks_like_no_name(text):
    assert not looks_named(text.casefold())
