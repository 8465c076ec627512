"""A post is found on a page by its words, however the page is dressed, and not by chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.looking.page import LEAST, RUN, can_prove, holds, read_sheet, tokens
from tests.factories_looking import WORDS, html


def seen(body, **hints):
    return read_sheet(body, **hints).words


def test_a_post_is_found_whatever_its_case_spaces_quotes_and_inner_tags():
    dressed = WORDS.upper().replace("GATE", "<b>GA</b>TE,").replace(" AND ", "\n\n &amp; AND ")

    assert not holds(seen(html("nothing of it")), [WORDS])
    assert holds(seen(html(dressed.replace("&amp; ", ""))), [WORDS])


def test_a_part_of_a_long_post_is_enough():
    middle = " ".join(WORDS.split()[3 : 3 + RUN])

    assert holds(tokens(f"before {middle} after"), [WORDS])


def test_fewer_words_in_a_row_are_not_enough():
    almost = " ".join(WORDS.split()[: RUN - 1])

    assert not holds(tokens(f"{almost} else"), [WORDS])


def test_a_short_post_must_be_there_whole():
    short = "Far too much homework"

    assert holds(tokens("she said: Far too much homework!"), [short])
    assert not holds(tokens("far too much rain"), [short])


def test_words_that_stand_on_any_page_prove_nothing():
    assert not can_prove(["Great school"])
    assert not holds(tokens("a great school in the town"), ["Great school"])


def test_an_address_that_repeats_a_headline_is_not_the_headline():
    headline = "Parents say the new gate is a danger"

    assert not holds(seen(html(f"No page /{headline.replace(' ', '-')}/ here")), [headline])


def test_what_a_page_says_of_itself_in_its_head_counts():
    page = f'<meta property="og:description" content="{WORDS}"><div id="app"></div>'

    assert holds(seen(page.encode()), [WORDS])


def test_a_program_in_a_page_is_not_its_words():
    assert not holds(seen(html(f"<script>{WORDS}</script>")), [WORDS])


def test_words_touch_inside_a_line_and_nowhere_else():
    assert seen(b"<p>o<b>n</b>e<br>two</p><li>three</li><td>four") == (
        "one",
        "two",
        "three",
        "four",
    )


def test_what_stands_after_a_program_is_heard():
    assert seen(b"<p>one<script>x</script><svg><title>y</title></svg> two") == ("one", "two")


def test_what_is_said_to_programs_that_run_no_script_counts():
    assert holds(seen(html(f"<noscript>{WORDS}</noscript>")), [WORDS])


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "latin-1"])
def test_a_post_is_found_in_whatever_the_server_encodes_it(charset):
    post = "Très bien, the café morning at the school was lovely again"

    assert holds(seen(f"<p>{post}</p>".encode(charset), charset=charset), [post])


def test_plain_text_is_read_as_it_is():
    assert holds(seen(WORDS.encode()), [WORDS])


@pytest.mark.parametrize("body", [b"", b"\0\0", b'<?xml version="1.0"?><html></html>'])
def test_a_page_without_words_has_none(body):
    assert seen(body) == ()


def test_a_field_for_a_password_is_noticed():
    assert read_sheet(html('<input type="Password">')).asks_password
    assert not read_sheet(html('<input type="search">')).asks_password


@given(st.binary(max_size=400))
def test_any_bytes_are_a_page(body):
    assert all(word.isalnum() for word in read_sheet(b"<p>" + body).words)


@given(st.lists(st.sampled_from(["the", "gate", "bins", "Head", "school,"]), min_size=LEAST))
def test_every_post_that_can_prove_itself_is_found_in_itself(words):
    text = " ".join(words)

    assert holds(tokens(f"x {text} y"), [text])
