import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from orm.demo.town.feed_xml import cdata
from orm.demo.town.pages import first_words

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"))


@given(TEXT, TEXT)
def test_whatever_a_post_says_stays_inside_its_element(before: str, after: str):
    text = f"{before}]]>{after}"
    element = ET.fromstring(cdata("x", text))  # noqa: S314 - our own document

    assert element.text == text


@given(st.text())
def test_the_beginning_of_a_post_is_one_short_line(text: str):
    beginning = first_words(text)

    assert len(beginning) <= 221
    assert "\n" not in beginning
    assert " ".join(text.split()).startswith(beginning.removesuffix("…"))
