"""Who wrote a post, what it is called and what it says are found in a letter; fixed words are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.leaks.posts import secrets, told
from orm.model.items import Kind
from orm.model.letters import Leak
from tests.factories_leaks import LICENCE, page, post
from tests.factories_weeks import letter

CLEAN = letter()
LIKE_A_POST = "{{ config }} 2 decisions, first due Wed 18 Nov <b>Facebook</b> Wrenbeck 'tis &amp;"


def found(one, *posts, **more):
    return told(one, secrets(posts or [post()]), LICENCE, without_posts=CLEAN, **more)


@pytest.mark.parametrize("part", ["subject", "text", "html"])
@pytest.mark.parametrize(
    ("said", "leak"),
    [
        ("TAMSIN\n  Ruddlewick wrote", Leak.NAME),
        ("Támsin-Ruddlewick wrote", Leak.NAME),
        ("about Gate left open again.", Leak.TITLE),
        ("that walked straight out of the", Leak.WORDS),
    ],
)
def test_a_name_a_title_and_five_words_are_found_in_each_part(part, said, leak):
    assert found(letter(**{part: said})) == {leak}


@pytest.mark.parametrize(
    "body",
    [
        "<b>Tamsin</b> <i>Ruddlewick</i>",
        "T<b>am</b>sin Ruddle<span>wick</span>",
        "<p title='Tamsin Ruddlewick'>a post</p>",
        "<!-- Tamsin Ruddlewick -->",
        "&#84;amsin&nbsp;Ruddlewick",
        "<p>Tamsin<br>Ruddlewick</p>",
    ],
)
def test_a_name_is_found_behind_tags_and_entities(body):
    assert found(page(body)) == {Leak.NAME}


@pytest.mark.parametrize(
    ("author", "said"),
    [
        ("@tamsins_mum", "by tamsins_mum"),
        ("@tamsins_mum@social.example", "by tamsins mum"),
        ("Tamsin Ruddlewick (@tamsins_mum)", "by Tamsin Ruddlewick"),
        ("By Tamsin Ruddlewick, Education Reporter", "from Tamsin Ruddlewick"),
        ("desk@herald.example (Jo Bell)", "jo bell"),
        ("Byron Vole", "Byron Vole"),
        ("Jo Bell & Ann Oak", "with Ann Oak"),
        ("李小龙", "from 李小龙"),
    ],
)
def test_each_name_and_handle_in_an_author_is_one(author, said):
    assert Leak.NAME in found(letter(text=said), post(author=author))


def test_four_words_of_a_post_are_no_quotation():
    assert found(letter(text="walked straight out of")) == frozenset()


@pytest.mark.parametrize(
    "author",
    ["Facebook", "News site", "DSL", "Wed", "2", "e", "", "🙂", "Due", "..."],
)
def test_an_author_called_like_fixed_words_stops_no_letter(author):
    text = "Sealed: 2 items with the DSL. Facebook registered; Due Wed 18 Nov, news site. e"

    assert Leak.NAME not in told(
        letter(text=text), secrets([post(author=author)]), LICENCE, without_posts=letter(text=text)
    )


def test_who_calls_himself_what_a_digest_says_stops_no_letter():
    said = letter(text="2 decisions, first due Wed 18 Nov, 16:00.")
    copied = post(
        author="2 decisions first",
        title="first due Wed 18 Nov",
        text="2 decisions first due Wed 18",
    )

    assert told(said, secrets([copied]), LICENCE, without_posts=said) == frozenset()


def test_a_post_in_fixed_words_is_found_where_the_letter_would_not_say_them_anyway():
    said = letter(text="privacy safety lunches behaviour money")
    copied = post(author="", title="", text="Privacy, safety, lunches, behaviour, money!")

    assert told(said, secrets([copied]), LICENCE, without_posts=CLEAN) == {Leak.WORDS}


def test_unknown_words_are_found_although_the_letter_has_them_without_posts():
    said = letter(text="Tamsin Ruddlewick")

    assert told(said, secrets([post()]), LICENCE, without_posts=said) == {Leak.NAME}


HEADLINE = "Wrenbeck Primary opens its new library with a fair"


def news(**changes):
    return post(
        author="Jo Bell", title=HEADLINE, text=f"{HEADLINE} on Friday", kind=Kind.NEWS, **changes
    )


@pytest.mark.parametrize("shown", [HEADLINE, f"{HEADLINE[:43]}…", f"{HEADLINE} Due Wed"])
def test_a_headline_that_may_be_shown_is_no_leak_though_it_is_cut(shown):
    assert found(letter(text=f"Herald: {shown}"), news(), headlines=[HEADLINE]) == frozenset()


def test_what_the_article_says_after_its_headline_is_a_leak():
    said = letter(text=f"{HEADLINE}. The roof was open to parents")
    article = post(author="", title="", text="the roof was open to parents")

    assert found(said, article, headlines=[HEADLINE]) == {Leak.WORDS}


def test_a_name_in_a_headline_is_a_leak():
    assert found(letter(text="Jo Bell opens fair"), news(), headlines=["Jo Bell opens fair"]) == {
        Leak.NAME
    }


def test_a_paper_that_signs_its_own_articles_is_no_person():
    signed = news(outlet="The Harrowmere Herald")
    own = post(author="Harrowmere Herald", outlet="The Harrowmere Herald", kind=Kind.NEWS)

    assert found(letter(text="The Harrowmere Herald:"), own, signed) == frozenset()


def test_a_person_who_is_called_like_the_place_of_a_post_is_a_person():
    own = post(author="Tamsin Ruddlewick", outlet="Tamsin Ruddlewick", kind=Kind.BLOG)

    assert found(letter(text="Tamsin Ruddlewick:"), own) == {Leak.NAME}


@given(
    author=st.one_of(st.text(max_size=40), st.sampled_from([LIKE_A_POST, "Tamsin Ruddlewick"])),
    text=st.text(max_size=400),
)
def test_whatever_a_post_holds_a_letter_of_fixed_words_is_clear(author, text):
    hostile = post(author=author, title=author, text=text)

    assert told(CLEAN, secrets([hostile]), LICENCE, without_posts=CLEAN) == frozenset()


@given(
    st.lists(
        st.sampled_from(["quokka", "vole", "otter", "mere", "zebu", "wren"]),
        min_size=5,
        max_size=30,
    )
)
def test_every_quotation_of_five_words_is_found_wherever_it_begins(words):
    quoted = post(author="", title="", text=f"and {' '.join(words)} too")

    for at in range(len(words) - 4):
        said = letter(text=f"Nothing {' '.join(words[at : at + 5])}, due.")
        assert found(said, quoted) == {Leak.WORDS}


def test_a_post_that_is_called_like_a_town_stops_no_letter():
    assert found(letter(text="The Harrowmere Herald:"), post(title="Harrowmere")) == frozenset()


def test_a_post_that_is_called_like_a_paper_stops_no_letter_that_tells_its_headlines():
    said = letter(text=f"Herald of Mere: {HEADLINE}")

    assert found(said, post(title="Herald of Mere"), headlines=[HEADLINE, "Herald of Mere"]) == (
        frozenset()
    )
