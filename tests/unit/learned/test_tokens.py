"""A post as the learned judge reads it: every school has the same name, and nobody's marks count."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.learned.tokens import LONGEST, NAME, Names, Plain, Tokens, names_of, tokens
from orm.match.calling import called
from orm.model.items import Item
from orm.model.schools import OfficialAccount, School, SchoolId
from tests.factories_match import ST_ORRINS, WRENBECK, post

CORES = st.builds(
    str.__add__,
    st.sampled_from(["Wren", "Oller", "Tarn", "Brix", "Quil", "Dovel", "Hask"]),
    st.sampled_from(["beck", "mere", "wick", "combe", "thorpe", "stow"]),
)
NAMED = st.one_of(
    CORES,
    st.builds("{} {}".format, CORES, CORES),
    st.builds("St {}'s".format, CORES),
    st.builds("St {}".format, CORES),
    st.builds("The {}".format, CORES),
)
ENDINGS = (
    "C of E Primary School",
    "Primary School",
    "Catholic Voluntary Academy",
    "Academy",
    "Community College",
    "Junior and Infant School",
    "School",
)
TAILS = st.sampled_from(ENDINGS)
TOWNS = st.sampled_from(["Lanternford", "Upper Pellowgate", "Gritsea", "Marrowby"])
FILLERS = ("the", "teachers", "at", "are", "lovely", "primary", "school", "again", "!", "my", "son")
SPELT = st.sampled_from(
    [str, str.lower, str.upper, "{}'s".format, "{}’s".format, "{}'".format, "({})".format]
)


def read(item: Item, school: School) -> tuple[Tokens, Tokens]:
    """The item as it is read for a school that nobody read for before."""
    return Plain(called).read(item, school)


@st.composite
def schools(draw) -> School:
    core = draw(NAMED)
    run = core.replace(" ", "").replace("'", "")
    return School(
        id=SchoolId(run.lower()),
        name=f"{core} {draw(TAILS)}",
        town=draw(TOWNS),
        short_names=draw(st.sampled_from([(), (core,)])),
        accounts=(OfficialAccount("x", f"@{run}Official"),),
        county="Fellowshire",
        local_authority="Fellowshire Council",
    )


@st.composite
def posts_about(draw) -> tuple[School, str]:
    """A school, and a text that calls it by its names and its places, in several spellings."""
    school = draw(schools())
    run = school.accounts[0].handle
    names = [school.name, *school.short_names, school.town, school.county, run, f"#{run[1:]}"]
    said = draw(st.lists(st.sampled_from(names), min_size=1, max_size=5))
    spelt = [draw(SPELT)(name) for name in said]
    around = draw(st.lists(st.sampled_from(FILLERS), min_size=len(spelt), max_size=len(spelt)))
    return school, " ".join(
        word for pair in zip(around, spelt, strict=True) for word in pair if word
    )


def core_of(school: School) -> str:
    """The school's name without the words that other schools have too."""
    return re.sub(rf"^The |(?<=\w) ({'|'.join(ENDINGS)})$", "", school.name)


def distinctive(school: School) -> set[str]:
    """The words that no other school and no ordinary post has."""
    said = f"{school.name} {school.town} {school.county} {school.accounts[0].handle}"
    ordinary = {"primary", "school", "c", "of", "e", "catholic", "voluntary", "academy"}
    ordinary |= {"junior", "infant", "community", "college", "and", "st", "the", "upper", "@"}
    parts = {part for word in tokens(said) for part in (word, word.removesuffix("'s"))}
    return parts - ordinary


@given(posts_about())
def test_no_name_and_no_place_of_the_school_is_left(drawn):
    school, text = drawn

    said, _ = read(post(text), school)

    left = {part for word in said for part in (word, word.removesuffix("'s").removesuffix("'"))}
    assert not left & distinctive(school)


@given(schools(), schools())
def test_the_same_words_about_two_schools_read_the_same(one, two):
    text = "{0} in {1}: the dinners at {0} are cold, ask {2}"

    first, second = (
        read(post(text.format(core_of(each), each.town, each.accounts[0].handle)), each)
        for each in (one, two)
    )

    assert first == second


def test_a_name_becomes_the_one_name_and_words_that_schools_share_stay():
    said, _ = read(post("Wrenbeck Primary School in Harrowmere, Eastmarch"), WRENBECK)

    assert said == (NAME, "primary", "school", "in", "ashby", "westshire")


@pytest.mark.parametrize(
    "text", ["St Orrin's", "St. Orrin’s", "saint orrins", "ST ORRIN'S'", "St Orrins'"]
)
def test_a_possessive_goes_with_its_name(text):
    assert read(post(text), ST_ORRINS)[0] == (NAME,)


def test_the_schools_own_handle_is_its_name():
    said, author = read(post("ask @WPS_Harrowmere", author="wrenbeck_mum"), WRENBECK)

    assert said == ("ask", NAME)
    assert author == (NAME, "mum")


def test_the_longest_name_is_replaced_first():
    names = names_of(WRENBECK, ["wrenbeck", "wrenbeck hill"])

    assert names.replaced(tokens("up Wrenbeck Hill")) == ("up", NAME)


def test_a_name_of_one_school_is_a_word_of_another_schools_posts():
    assert "wrenbeck" in read(post("Wrenbeck beat us again"), ST_ORRINS)[0]


def test_the_title_is_read_before_the_text():
    assert read(post("second", title="First"), WRENBECK)[0] == ("first", "second")


@given(st.text(max_size=300), st.text(max_size=40))
def test_without_names_nothing_is_replaced(text, author):
    assert Names().replaced(tokens(text)) == tokens(text)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("don’t can‘t won`t", "don't can't won't"),
        ("ru\u200bde\ufeff te\u00adachers", "rude teachers"),
        ("\u202eluap\u202c", "luap"),
        ("well‑being", "well-being"),
        ('"rude" (very) teachers', "rude very teachers"),
        ("👍🏽 ❤️", "👍 ❤"),
        ("GREAT", "great"),
        ("snake_case", "snake case"),
    ],
)
def test_marks_that_a_reader_does_not_see_make_no_other_word(written, plain):
    assert tokens(written) == tokens(plain)


def test_what_carries_feeling_stays_and_what_parts_a_sentence_goes():
    assert tokens('Rude!! Why? £30, 5% & 😡. "No"; (ok)') == (
        "rude", "!", "!", "why", "?", "£", "30", "5", "%", "&", "😡", "no", "ok",
    )  # fmt: skip


@given(st.text(max_size=400))
def test_tokens_are_lower_case_words_without_space_twice_the_same(text):
    said = tokens(text)

    assert all(word and not any(letter.isspace() for letter in word) for word in said)
    assert tokens(text) == said


def test_a_long_text_is_read_up_to_its_limit():
    said = tokens("a" * 10 + " b" * LONGEST)

    assert len(said) == 1 + (LONGEST - 10) // 2


def test_a_school_without_a_name_and_places_is_read_as_it_stands():
    nowhere = School(id=SchoolId("nowhere"), name="", town="")

    assert read(post("the surgery rang"), nowhere)[0] == ("the", "surgery", "rang")


@pytest.mark.parametrize("address", ["https://bad.example/vile-school", "HTTP://bad.example/vile"])
def test_an_address_is_one_word(address):
    assert tokens(f"see {address} now") == ("see", "link", "now")


def test_marks_of_markup_say_nothing():
    assert tokens("[b]{x} = <y> “so”") == ("b", "x", "y", "so")


def test_bullets_and_dashes_say_nothing_and_signs_do():
    assert tokens("kids • homework — “ok” 😡 £5 ★") == (
        "kids",
        "homework",
        "ok",
        "😡",
        "£",
        "5",
        "★",
    )
