"""The learned judge: from a post and what the rules saw in it to an opinion."""

from collections.abc import Mapping
from importlib.resources import files

import numpy as np

from orm.learned.model import Model, Vector
from orm.learned.tokens import Plain
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

_STANCE_FROM = len(CATEGORIES)
_FEEDBACK_FROM = _STANCE_FROM + len(STANCES)
_YES_FROM = _FEEDBACK_FROM + len(FEEDBACK)


class Learned:
    """Built once. `opine` is deterministic; threads may share it."""

    def __init__(self, model: Model, plain: Plain) -> None:
        self._model = model
        self._plain = plain
        self.version = model.version

    def opine(self, item: Item, *, school: School, facts: Mapping[str, float]) -> Opinion:
        """What the examples say of an item for a school; `facts` is what the rules saw."""
        said, author = self._plain.read(item, school)
        return opinion_of(self._model.answers(said, author, facts))


def shipped() -> Model:
    """The model that comes with the house."""
    return Model(files(__package__).joinpath("weights.npz").read_bytes())


def opinion_of(answers: Vector) -> Opinion:
    """The opinion in the model's answers, in the order of `COLUMNS`."""
    category = _shares(answers[:_STANCE_FROM])
    stance = _shares(answers[_STANCE_FROM:_FEEDBACK_FROM])
    feedback = _shares(answers[_FEEDBACK_FROM:_YES_FROM])
    yes = 1 / (1 + np.exp(-answers[_YES_FROM:]))
    about, urgent, critical, sealed, removable, community, ordinary = (float(one) for one in yes)
    return Opinion(
        about=about,
        category=dict(zip(CATEGORIES, category.tolist(), strict=True)),
        stance=dict(zip(STANCES, stance.tolist(), strict=True)),
        feedback=dict(zip(FEEDBACK, feedback.tolist(), strict=True)),
        urgent=urgent,
        critical=critical,
        sealed=sealed,
        removable=removable,
        community=community,
        ordinary=ordinary,
    )


def _shares(answers: Vector) -> Vector:
    grown = np.exp(answers - answers.max())
    shares: Vector = grown / grown.sum()
    return shares
