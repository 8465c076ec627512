"""The learned judge: from a post and what the rules saw in it to an opinion."""

import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from math import exp
from zipfile import BadZipFile

from orm.errors import ConfigError
from orm.learned.model import Model, Vector
from orm.learned.tokens import Plain, Tokens, tokens
from orm.model.items import Item
from orm.model.judgement import Category, Stance
from orm.model.opinions import Opinion
from orm.model.schools import School

CATEGORIES = tuple(Category)
STANCES = (Stance.POSITIVE, Stance.NEUTRAL, Stance.NEGATIVE, Stance.MIXED)
FEEDBACK = STANCES[:3]
YES = ("about", "urgent", "critical", "sealed", "removable", "community", "ordinary")
COLUMNS = (*CATEGORIES, *STANCES, *(f"feedback {stance}" for stance in FEEDBACK), *YES)
"""The model's answers, in order: three groups of which one is true, then questions of yes or no.

The second stance is that of feedback: words left where a service asks for them.
"""

_MOST_WORDS = 3
_LONG, _PART = 200, 80  # words

UNUSABLE = (
    "the learned judge's file, orm/learned/weights.npz, is missing, damaged or of another version:"
    " install orm again (docs/install.md)"
)

_STANCE_FROM = len(CATEGORIES)
_FEEDBACK_FROM = _STANCE_FROM + len(STANCES)
_YES_FROM = _FEEDBACK_FROM + len(FEEDBACK)
_SUREST_NO = -80.0  # what is less decides no more


@dataclass(frozen=True, slots=True)
class Reading:
    """An item with the words of its text and of its author's line, as the model knows them."""

    item: Item
    said: Tokens
    author: Tokens


class Learned:
    """Built once. Deterministic; threads may share it."""

    def __init__(self, model: Model, plain: Plain) -> None:
        self._model = model
        self._plain = plain
        self.version = model.version

    def read(self, item: Item, school: School) -> Reading:
        """An item as it is judged for a school."""
        said, author = self._plain.read(item, school)
        return Reading(item, said, author)

    def opine(self, reading: Reading, facts: Mapping[str, float]) -> Opinion:
        """What the examples say of it; `facts` is what the rules saw.

        A long post is as grave as its gravest part: one paragraph may stand among many.
        """
        said, author = reading.said, reading.author
        whole = opinion_of(self._model.answers(said, author, facts))
        parts = [opinion_of(self._model.answers(part, author, facts)) for part in windows(said)]
        return _as_grave(whole, parts) if parts else whole

    def because(self, reading: Reading, category: Category) -> tuple[str, ...]:
        """The item's own words that speak most for a category, the strongest first.

        What stands for a name or for another spelling is not a word of the item.
        """
        own = frozenset(tokens(f"{reading.item.title} {reading.item.text}"))
        words = tuple(word for word in reading.said if word in own)
        return self._model.leading(words, CATEGORIES.index(category), most=_MOST_WORDS)


def windows(said: Tokens) -> tuple[Tokens, ...]:
    """A long text in parts of the length of most posts, each overlapping the next by half; none of
    a text that is not long.
    """
    if len(said) <= _LONG:
        return ()
    return tuple(said[start : start + _PART] for start in range(0, len(said), _PART // 2))


def _as_grave(whole: Opinion, parts: Sequence[Opinion]) -> Opinion:
    together = (whole, *parts)
    return replace(
        whole,
        urgent=max(each.urgent for each in together),
        critical=max(each.critical for each in together),
        sealed=max(each.sealed for each in together),
        removable=min(each.removable for each in together),
    )


_DAMAGED = (
    BadZipFile,
    EOFError,
    KeyError,
    MemoryError,  # a broken length asks for more than there is
    OSError,
    RuntimeError,  # a broken flag says that a part is encrypted or packed in another way
    SyntaxError,  # numpy reads the head of a part as a literal
    ValueError,
    struct.error,
    zlib.error,
)
"""What reading a broken file of this kind raises."""


@cache
def shipped() -> Model:
    """The model that comes with the house, read once.

    Raises:
        ConfigError: as `read_model`, or the file is missing.
    """
    try:
        raw = files(__package__).joinpath("weights.npz").read_bytes()
    except OSError as error:
        raise ConfigError([UNUSABLE]) from error
    return read_model(raw)


def read_model(raw: bytes) -> Model:
    """The model in a file's bytes.

    Raises:
        ConfigError: it is damaged, or does not answer the questions of `COLUMNS` in their order.
    """
    try:
        model = Model(raw)
    except _DAMAGED as error:
        raise ConfigError([UNUSABLE]) from error
    if tuple(model.columns) != tuple(COLUMNS):
        raise ConfigError([UNUSABLE])
    return model


def opinion_of(answers: Vector) -> Opinion:
    """The opinion in the model's answers, in the order of `COLUMNS`."""
    said: list[float] = answers.tolist()
    yes = [1 / (1 + exp(-max(one, _SUREST_NO))) for one in said[_YES_FROM:]]
    about, urgent, critical, sealed, removable, community, ordinary = yes
    return Opinion(
        about=about,
        category=dict(zip(CATEGORIES, _shares(said[:_STANCE_FROM]), strict=True)),
        stance=dict(zip(STANCES, _shares(said[_STANCE_FROM:_FEEDBACK_FROM]), strict=True)),
        feedback=dict(zip(FEEDBACK, _shares(said[_FEEDBACK_FROM:_YES_FROM]), strict=True)),
        urgent=urgent,
        critical=critical,
        sealed=sealed,
        removable=removable,
        community=community,
        ordinary=ordinary,
    )


def _shares(answers: Sequence[float]) -> list[float]:
    top = max(answers)
    grown = [exp(one - top) for one in answers]
    whole = sum(grown)
    return [one / whole for one in grown]
