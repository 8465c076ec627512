"""Our VADER says what the installed vaderSentiment says, to the last bit, and looks less often."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import (
    BOOSTER_DICT,
    NEGATE,
    SENTIMENT_LADEN_IDIOMS,
    SPECIAL_CASES,
    SentimentIntensityAnalyzer,
)

from orm.sentiment.vader import Scores, Vader
from orm.sentiment.vader_tokens import KEPT, LONGEST, Token

# Words of the lexicon, of boosters and of the rules themselves change what shields what.
OWN = {
    "shambles": -2.3,
    "but": 1.1,
    "so": 0.7,
    "never": -0.4,
    "least": -1.0,
    "very": 0.2,
    "of": 0.1,
}


def package_of(extra: Mapping[str, float]) -> SentimentIntensityAnalyzer:
    package = SentimentIntensityAnalyzer()
    package.lexicon.update(extra)
    return package


PACKAGE, VADER = package_of({}), Vader.with_words({})
OWN_PACKAGE, OWN_VADER = package_of(OWN), Vader.with_words(OWN)


def said(text: str) -> str:
    """The package's four numbers; as text, so that -0.0 is not 0.0."""
    return repr(PACKAGE.polarity_scores(text))


def ours(text: str) -> str:
    assert repr(VADER.compound(text)) == repr(VADER.scores(text).compound)
    return repr(asdict(VADER.scores(text)))


RULES: dict[str, tuple[str, str]] = {
    "capitals among small letters": ("a GOOD day", "a good day"),
    "capitals among capitals are not loud": ("A GOOD DAY", "a GOOD day"),
    "a face in capitals is loud": ("well :D", "well :d"),
    "digits have no case": ("GOOD 12", "GOOD"),
    "a booster one before": ("today very good", "today school good"),
    "a booster two before": ("today very school good", "today some school good"),
    "a booster three before": ("very new school good", "some new school good"),
    "a booster four before": ("very new old school good", "very old school good"),
    "boosters add up": ("so very extremely good", "so very some good"),
    "a booster before bad": ("very bad", "some bad"),
    "a booster in capitals": ("VERY good", "very good"),
    "a booster in capitals before bad": ("VERY bad", "very bad"),
    "a dampener": ("barely good", "some good"),
    "a dampener in capitals": ("BARELY good", "barely good"),
    "a negation one before": ("not good", "some good"),
    "a negation two before": ("not a good day", "some a good day"),
    "a negation three before": ("not such a good day", "some such a good day"),
    "a negation four before": ("not at all a good day", "not at a good day"),
    "two negations": ("not never good", "not ever good"),
    "negations with n't": ("they weirdn't good", "they weird good"),
    "N'T in capitals": ("they WEIRDN'T good", "they WEIRD good"),
    "a curly apostrophe negates nothing": ("it isn’t good", "it isn't good"),
    "no apostrophe": ("it isnt good", "it is good"),
    "a word of the lexicon shields": ("not good good", "not some good"),
    "never so, two before": ("never so good", "never was good"),
    "never this, two before": ("never this good", "never that good"),
    "never so, three before": ("never so very good", "never was very good"),
    "this right before, without never": ("we had this good", "we had that good"),
    "this right before, too early": ("had this good", "we had this good"),
    "without doubt": ("without doubt good", "without school good"),
    "without a doubt": ("without a doubt good", "without a school good"),
    "without doubt a": ("without doubt a good one", "without school a good one"),
    "least": ("the least good", "the most good"),
    "least as the first word": ("least good", "most good"),
    "at least": ("at least good", "the least good"),
    "very least": ("very least good", "the least good"),
    "least two before": ("least very good", "least good"),
    "no before a word of the lexicon": ("no good", "some good"),
    "no before any other word": ("no school", "some school"),
    "no two before": ("no real good", "some real good"),
    "no, three before, and or": ("no bus or good", "no bus and good"),
    "no, three before, and nor": ("no bus nor good", "no bus and good"),
    "NO before a word of the lexicon": ("NO good", "no good"),
    "no before no": ("no no good", "no good"),
    "an idiom that ends here": ("it is really the bomb", "it is really a bomb"),
    "an idiom too early": ("is the bomb", "it is really the bomb"),
    "an idiom of three": ("it was a kiss of death", "it was a kiss and death"),
    "an idiom that starts here": ("it is a bus stop", "it is a car stop"),
    "an idiom before": ("well to die for good", "well to fly for good"),
    "an idiom right before": ("oh yeah right good", "oh yeah left good"),
    "an idiom two before": ("it is the bomb x good", "it is a bomb x good"),
    "the nearest of two idioms": ("the bomb bad ass", "the bomb dumb ass"),
    "an idiom of one word has no rule": ("it is a badass", "it is a bad ass"),
    "an idiom with marks": ("it's, well, the bomb!", "it's, well, a bomb!"),
    "an idiom in capitals": ("it is really THE BOMB", "it is really A BOMB"),
    "kind of": ("it is kind of good", "it is sort on good"),
    "kind of, three before": ("it was kind of a good", "it was good of a good"),
    "sort of": ("it is all sort of good", "it is all some of good"),
    "sort of, three before": ("it was sort of a good", "it was sort on a good"),
    "just enough": ("it was just enough good", "it was just about good"),
    "kind at the end": ("they are kind", "they are kind of"),
    "KIND OF": ("they are KIND OF good", "they are KIND on good"),
    "but": ("good but bad", "good and bad"),
    "BUT, with a comma": ("good BUT, bad", "good AND, bad"),
    "only the first but": ("good but bad but great", "good and bad but great"),
    "but at the end": ("good bad but", "good bad"),
    "equal values and but": ("good good good but good good", "good good good and good good"),
    "exclamation marks": ("good!!!", "good!"),
    "five exclamation marks": ("good!!!!!", "good!"),
    "exclamation marks anywhere": ("!! a good day", "a good day"),
    "exclamation marks after bad": ("bad!!", "bad"),
    "one question mark": ("good?!", "good!!"),
    "two question marks": ("good??", "good?"),
    "three question marks": ("good???", "good??"),
    "four question marks": ("good????", "good???"),
    "punctuation around a word": ("(good)", "(good)x"),
    "punctuation inside a word": ("good/great", "good great"),
    "too short without its punctuation": ("no! good", "no good"),
    "a face": ("well :)", "well"),
    "an emoji": ("well 😍", "well"),
    "an emoji glued to what follows": ("😍bad", "😍 bad"),
    "an emoji glued to what is before": ("bad😍", "bad"),
    "an emoji and VS16": ("❤️", "❤"),
    "emoji in a row": ("😍😍😂", "😍"),
    "a skin tone": ("👍🏻 good", "👍 good"),
    "an emoji whose description exclaims": ("good 🔛", "good"),
    "an emoji after a new line": ("bad\n😍", "bad\n"),
    "control characters part words": ("bad\x1cday", "bad\x00day"),
    "no-break spaces part words": ("not\u00a0good", "not\u200bgood"),
    "right to left": ("مرحبا good שלום", "مرحبا שלום"),
    "marks of direction stick": ("\u202egood\u202c", "good"),
    "letters that grow when lowered": ("GOOD İSTANBUL", "GOOD İSTANBUL x"),
    "the Kelvin sign is a k": ("\u212aind", "ind"),
}  # fmt: skip
"""A text for each rule, and one beside it that the package scores otherwise: the rule bites."""


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_of_the_package_is_kept(rule):
    text, beside = RULES[rule]

    assert said(text) != said(beside)
    assert (ours(text), ours(beside)) == (said(text), said(beside))


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\t\u3000", "!", "?!?!", "...", "a", "I", "x y", "\x00", "\ud83d", "\ufe0f", "🏻",
     "but", "no", "kind", "kind of", "😍", ":)", "least", "not", "school on Monday", "' '", "n't",
     "good bad", "good " * 300, "😍" * 60 + " but " + "😡bad" * 60],
)  # fmt: skip
def test_little_and_much_text_is_scored_as_by_the_package(text):
    assert ours(text) == said(text)


def test_words_of_our_own_are_heard_by_every_rule():
    texts = [text for pair in RULES.values() for text in pair]
    texts += [
        "a SHAMBLES",
        "no so very",
        "good so good",
        "never so good",
        "good, but so bad",
        "bad but but but",
    ]

    found = [asdict(OWN_VADER.scores(text)) for text in texts]

    assert repr(found) == repr([OWN_PACKAGE.polarity_scores(text) for text in texts])


def test_emoji_may_be_any_one_character_and_longer_ones_are_none():
    package = SentimentIntensityAnalyzer()
    package.emojis = {"#": "great joy", "]": "bad", "❤️": "love", "é": ""}
    vader = Vader(package.lexicon, package.emojis)

    for text in ("#", "#love", "a]b", "❤️", "goodébad", "é"):
        assert asdict(vader.scores(text)) == package.polarity_scores(text)


def test_without_emoji_signs_say_nothing():
    assert Vader({"good": 1.9}, {}).scores("😍") == Scores(0.0, 1.0, 0.0, 0.0)


# ---- any text ----------------------------------------------------------------
MARKS = ("!", "?", "!!!", "??", ".", ",", "...", "'", '"', "’", "(", ")", "-", ":)", ":D", "<3")
LEXICON = sorted(PACKAGE.lexicon)
EMOJI = sorted(PACKAGE.emojis)
FEW = (
    "good",
    "bad",
    "great",
    "so",
    "this",
    "but",
    "no",
    "kind",
    "of",
    "never",
    "least",
    "not",
    "😍",
)
PLAIN = ("the", "school", "a", "I", "Monday", "was", "12", "é", "İs", "ß", "مرحبا", "学校", "\x00")
WORDS = st.one_of(
    st.sampled_from(FEW),
    st.sampled_from(LEXICON),
    st.sampled_from(sorted(BOOSTER_DICT)),
    st.sampled_from(NEGATE),
    st.sampled_from(("or", "nor", "without", "doubt", "at", "very", "the", "to", "for", "bad ass")),
    st.sampled_from((*SPECIAL_CASES, *SENTIMENT_LADEN_IDIOMS)),
    st.sampled_from(EMOJI),
    st.sampled_from(PLAIN),
    st.text(max_size=4),
)
CASES = st.sampled_from((str, str, str.upper, str.title, str.swapcase))
AFTER = st.sampled_from((" ", " ", " ", "", "\n", "\t", "\u00a0", *(f"{mark} " for mark in MARKS)))
PIECES = st.builds(lambda word, case, after: case(word) + after, WORDS, CASES, AFTER)
TEXTS = st.lists(PIECES, max_size=14).map("".join)
many = settings(deadline=None, suppress_health_check=list(HealthCheck))


@many
@given(TEXTS)
def test_any_text_is_scored_as_by_the_package(text):
    assert ours(text) == said(text)


@settings(many)
@given(st.lists(st.sampled_from((*FEW, *OWN)), max_size=40).map(" ".join))
def test_few_words_said_again_are_scored_as_by_the_package(text):
    assert ours(text) == said(text)
    assert repr(asdict(OWN_VADER.scores(text))) == repr(OWN_PACKAGE.polarity_scores(text))


# ---- work --------------------------------------------------------------------
class Watched(Token):
    """A token that counts how often it is looked at."""

    looks = 0

    def __getattribute__(self, name: str) -> object:
        Watched.looks += 1
        return super().__getattribute__(name)


class Compared(float):
    """A valence that counts how often it is compared."""

    times = 0
    __hash__ = float.__hash__

    def __eq__(self, other: object) -> bool:
        Compared.times += 1
        return float(self) == other


def looks(text: str) -> int:
    """How often tokens are looked at for a text of known words."""
    vader = Vader.with_words({})
    vader.scores(text)
    for raw, token in vader._tokens.items():
        vader._tokens[raw] = Watched(*(getattr(token, field.name) for field in fields(token)))
    Watched.looks = 0
    vader.scores(text)
    return Watched.looks


HEAVY = ("good bad great ", "not so very GOOD ", "it is really the bomb ", "kind of good ",
         "yeah right ", "no good or bad ", "😍", "good but ", "a good day at school ")  # fmt: skip


@pytest.mark.parametrize("words", HEAVY)
@pytest.mark.parametrize("end", ["", " but"])
def test_twice_the_text_is_twice_the_work(words, end):
    once, twice = looks(words * 200 + end), looks(words * 400 + end)

    assert once > 200
    assert twice <= 2 * once + 100  # the edges of a text have fewer neighbours


@pytest.mark.parametrize("end", ["", " but"])
@pytest.mark.parametrize("valences", [(1.9,), (8.0, 4.0, 2.0, 1.0)])
def test_but_compares_each_valence_a_few_times_only(valences, end):
    lexicon = {f"word{place}": Compared(valence) for place, valence in enumerate(valences)}
    vader, text = Vader(lexicon, {}), f"{' '.join(lexicon)} " * 500 + end
    Compared.times = 0

    vader.compound(text)

    assert Compared.times <= 3 * len(text.split())


# ---- memory and threads ------------------------------------------------------
def numbered(count: int) -> Iterator[str]:
    return (f"word{number}" for number in range(count))


def test_more_tokens_than_are_kept_change_no_score():
    vader = Vader({"good": 1.9}, {})
    before = vader.scores("not so GOOD!")

    vader.scores(" ".join(numbered(KEPT + 10)))

    assert len(vader._tokens) < KEPT
    assert vader.scores("not so GOOD!") == before


def test_long_tokens_are_not_kept():
    vader = Vader({"good": 1.9}, {})

    assert vader.compound(f"good{'!' * LONGEST}") == VADER.compound("good!!!!")
    assert not vader._tokens


def test_threads_share_one_vader():
    texts = [f"{text} {word}" for word in numbered(30) for pair in RULES.values() for text in pair]
    vader = Vader.with_words({})

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(vader.scores, texts))

    assert found == [VADER.scores(text) for text in texts]
