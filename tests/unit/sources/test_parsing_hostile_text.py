"""Words are found in time, whatever the markup: each of these took minutes, or raised, before."""

import unicodedata

import pytest

from sources._parsing.text import clean, plain, soup


def test_fifty_thousand_paragraphs_are_words():
    assert plain("<p>a</p>" * 50_000).startswith("a a a")


def test_a_letter_keeps_thirty_marks():
    marked = clean("e" + "\u0301" * 100_000 + " x")

    assert unicodedata.normalize("NFD", marked) == "e" + "\u0301" * 30 + " x"


def test_marks_on_several_letters_are_left_alone():
    word = "e\u0323\u0302" * 40

    assert clean(word) == unicodedata.normalize("NFC", word)


def test_a_row_of_signs_is_not_shortened():
    assert clean("—" * 50 + "😀" * 50) == "—" * 50 + "😀" * 50


def test_half_a_character_in_markup_is_left_out():
    assert plain("<p>Mill \ud800Row</p>") == "Mill Row"


@pytest.mark.parametrize("depth", [10, 100_000])
def test_depth_is_no_matter(depth):
    assert plain("<div>" * 10 + "Mill Row" + "<b>" * depth) == "Mill Row"


def test_what_is_not_text_of_a_page_is_no_words():
    markup = "a<script>b</script><style>c</style><!-- d --><noscript>e</noscript><svg>f</svg>g"

    assert plain(markup) == "ag"


def test_blocks_are_kept_apart_and_letters_are_not():
    assert plain("<p>Mill</p><p>R<b>o</b>w</p>one<br>two") == "Mill Row one two"


def test_a_page_of_windows_that_does_not_say_so_is_read_as_windows():
    page = soup("<p>The café asks £5 – each “Friday”</p>".encode("cp1252") * 30)

    assert page.p is not None
    assert page.p.get_text() == "The café asks £5 – each “Friday”"


def test_a_page_is_read_as_it_says_before_anything_is_guessed():
    body = '<meta charset="iso-8859-2"><p>Łódź</p>'.encode("iso-8859-2")

    assert soup(body).get_text() == "Łódź"
