"""What makes reading quick changes nothing of what is read."""

import re

from hypothesis import given
from hypothesis import strategies as st

from orm.learned.tokens import tokens
from orm.sentiment.plain import sentences, straightened

TEXTS = st.lists(
    st.sampled_from(
        [*" \n.!?,;:/\"')]`", "a", "no", "The", "é", "😍", "’", "...", "www.a.b", "\n\n"]
    ),
    max_size=30,
).map("".join)
_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\n+")
_GLUED = re.compile(r"(?<=[^\W\d_])(\.{2,}|[/;:!?]+|,)(?=[^\W\d_])")


@given(TEXTS)
def test_a_text_is_cut_where_a_sentence_ends_and_nowhere_else(text):
    whole = [" ".join(piece.split()) for piece in _END.split(text)]
    cut = [piece for piece in sentences(text) if "😍" not in piece and len(set(piece.split())) > 3]

    assert set(cut) <= set(whole)


@given(st.text(st.sampled_from("aé1_ .,;:!?/"), max_size=30))
def test_words_that_were_glued_stand_apart(text):
    assert straightened(text) == _GLUED.sub(r"\1 ", text)


@given(st.text(st.characters(max_codepoint=126), max_size=60))
def test_a_text_of_plain_letters_has_the_tokens_it_has_beside_another_one(text):
    assert (*tokens(text), "é") == tokens(f"{text} é")
