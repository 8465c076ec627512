"""Folding in passes over the whole text says what folding one letter after another says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.match.text import _NOTHING, _PLAIN, _SYMBOL, fold, undisguised

LOOK_PAST = 8
DISGUISES = str.maketrans("0134@$!", "oleaasi")
LETTERS = st.one_of(
    st.sampled_from("aabsstc'’`. .. -\n\t&_\0\x01🦆🦆\u200b\u0301éßﬁ½²፩ↂ〇жΩ|\u00ad!0@1$#ST"),
    st.sampled_from(["'s", "’s ", " a.", " St. ", "🦆" * 9, "\u200b" * 8, "C. of E.", " w0rk!"]),
    st.characters(codec="utf-8"),
)
TEXTS = st.one_of(st.text(), st.lists(LETTERS, max_size=25).map("".join))


class LetterByLetter:
    """The rules of folding, one letter at a time, knowing only what was written before."""

    def __init__(self, text):
        self.plain = ["" if _PLAIN[ord(c)] == _NOTHING else _PLAIN[ord(c)] for c in text]
        self.out, self.starts = [], []
        index = 0
        while index < len(self.plain):
            index += self.step(index)

    def step(self, index):
        piece = self.plain[index]
        if piece == "'":
            owns = self.after_letter() and self.at(index + 1) == "s" and not self.letter(index + 2)
            return 2 if owns else 1
        if piece == _SYMBOL:
            piece = "" if self.after_letter() and self.letter(index + 1) else " "
        elif piece == "." and self.after_abbreviation():
            piece = " "
        if piece != " " or (self.out and self.out[-1] != " "):
            self.out += piece
            self.starts += [index] * len(piece)
        return 1

    def at(self, index):
        return self.plain[index] if index < len(self.plain) else " "

    def letter(self, index):
        end = min(index + LOOK_PAST, len(self.plain))
        while index < end and self.plain[index] in {"", _SYMBOL}:
            index += 1
        return self.at(index)[:1].isalnum()

    def after_letter(self):
        return bool(self.out) and self.out[-1].isalnum()

    def after_abbreviation(self):
        token = "".join(self.out[-3:]).split(" ")[-1]
        return len(token) in {1, 2} and token.isalpha()


def restored(word):
    if sum(letter.isalpha() for letter in word) < 3:
        return word
    head = word[:1] if word[:1] in {"@", "#"} else ""
    rest = word[len(head) :]
    bare = rest.rstrip("!")
    return head + bare.translate(DISGUISES) + rest[len(bare) :]


@given(TEXTS)
def test_a_text_reads_as_it_does_letter_by_letter(text):
    assert fold(text).text == "".join(LetterByLetter(text).out)


@given(TEXTS)
def test_every_letter_leads_back_to_where_it_was_read(text):
    assert list(fold(text).starts) == LetterByLetter(text).starts


@given(TEXTS)
def test_a_disguise_is_taken_off_word_by_word(text):
    folded = fold(text)

    assert undisguised(folded).text == " ".join(restored(w) for w in folded.text.split(" "))


@given(TEXTS, st.data())
def test_a_range_is_whole_where_no_letter_touches_it(text, data):
    folded = fold(f"x{text}")
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    touching = folded.text[max(0, start - 1) : start] + folded.text[end : end + 1]

    assert folded.whole(start, end) == (not any(c.isalnum() or c == "_" for c in touching))


@pytest.mark.parametrize("symbols", [8, 9, 10])
def test_a_letter_is_looked_for_past_eight_symbols_and_no_further(symbols):
    text = f"wren{'🦆' * symbols}beck"

    assert fold(text).text == "".join(LetterByLetter(text).out)
