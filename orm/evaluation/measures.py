"""The measures of `orm eval` as pure functions of labels and answers. `asdict` gives the JSON's keys.

A ratio of nothing (no such post in the file) is None.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from orm.evaluation.answers import Answer
from orm.evaluation.labels import Gold
from orm.evaluation.scores import f1, macro_f1, ratio, share
from orm.model.judgement import Category, Stance, Verdict

CRITICAL = frozenset({Category.T8, Category.T11, Category.T12, Category.T13, Category.T14})
"""What must reach a named human in the same run."""

SIDES = frozenset({Stance.POSITIVE, Stance.NEUTRAL, Stance.NEGATIVE})
"""The stances that `sentiment.macro_f1` is over."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One post's labels beside its answers. `leaked` are its forbidden strings that letters hold."""

    id: str
    gold: Gold
    answer: Answer
    leaked: tuple[str, ...] = ()

    @property
    def category(self) -> Category:
        """The answered category; the labelled one where the answer is accepted too."""
        return (
            self.gold.category if self.answer.category in self.gold.also else self.answer.category
        )


@dataclass(frozen=True, slots=True)
class AboutUs:
    """Unsure is neither yes nor no: it is no hit for recall and no answer for precision.

    `precision`: posts about us among those called so. `recall`: called so among those about us.
    `unsure_rate`: unsure among all.
    """

    precision: float | None
    recall: float | None
    unsure_rate: float | None


@dataclass(frozen=True, slots=True)
class CategoryScore:
    """An answer among the accepted ones (`also`) is right and counts as the labelled category.

    `accuracy`: right among all. `macro_f1`: mean F1 of every category that is labelled or answered;
    in one category's own measures, its F1 over all posts.
    """

    accuracy: float | None
    macro_f1: float | None


@dataclass(frozen=True, slots=True)
class Alarm:
    """`recall`: raised among those to raise. `precision`: to be raised among those raised."""

    recall: float | None
    precision: float | None


@dataclass(frozen=True, slots=True)
class Critical:
    """`recall`: posts labelled T8 or T11–T14 that were made urgent or sealed."""

    recall: float | None


@dataclass(frozen=True, slots=True)
class Removal:
    """`proposed_where_forbidden`: posts with a removal route that may have none.

    `recall`: posts with a removal route among those that may have one.
    """

    proposed_where_forbidden: int
    recall: float | None


@dataclass(frozen=True, slots=True)
class AuthorScore:
    """`accuracy`: the labelled author type among all. `community_without_cue`: posts said to be by a
    parent, pupil or member of staff whose words do not show it.
    """

    accuracy: float | None
    community_without_cue: int


@dataclass(frozen=True, slots=True)
class SentimentScore:
    """`macro_f1`: mean F1 of positive, neutral and negative, over posts where neither side says mixed
    and the house did not abstain. `abstain_rate`: abstained among all.
    """

    macro_f1: float | None
    abstain_rate: float | None


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything measured over some posts. `leaks` counts forbidden strings found in a letter."""

    items: int
    about_us: AboutUs
    category: CategoryScore
    urgent: Alarm
    critical: Critical
    sealed: Alarm
    removal: Removal
    author: AuthorScore
    sentiment: SentimentScore
    leaks: int


def measure(marked: Sequence[Marked]) -> Measures:
    """The measures over all of these posts."""
    pairs = _categories(marked)
    return Measures(
        items=len(marked),
        about_us=_about_us(marked),
        category=CategoryScore(share(a == b for a, b in pairs), macro_f1(pairs)),
        urgent=_alarm([(each.gold.urgent, each.answer.urgent) for each in marked]),
        critical=Critical(
            share(
                each.answer.urgent or each.answer.sealed
                for each in marked
                if each.gold.category in CRITICAL
            )
        ),
        sealed=_alarm([(each.gold.sealed, each.answer.sealed) for each in marked]),
        removal=_removal(marked),
        author=AuthorScore(
            accuracy=share(each.answer.author is each.gold.author for each in marked),
            community_without_cue=sum(no_cue(each) for each in marked),
        ),
        sentiment=_sentiment(marked),
        leaks=sum(len(each.leaked) for each in marked),
    )


def measure_by_category(marked: Sequence[Marked]) -> Mapping[Category, Measures]:
    """The measures over the posts of each labelled category, T0 first."""
    pairs = _categories(marked)
    found = {}
    for category in Category:
        ours = [each for each in marked if each.gold.category is category]
        if ours:
            whole = measure(ours)
            score = replace(whole.category, macro_f1=f1(pairs, category))
            found[category] = replace(whole, category=score)
    return found


def no_cue(one: Marked) -> bool:
    """The house names a member of the community where the labels say that no word shows one."""
    return one.answer.author.community and not one.gold.author.community


def judged_stance(marked: Sequence[Marked]) -> list[tuple[Stance, Stance]]:
    """The stances that `sentiment.macro_f1` is over, as (labelled, answered)."""
    pairs = [(each.gold.sentiment, each.answer.stance) for each in marked]
    return [pair for pair in pairs if SIDES.issuperset(pair)]


def confusion(marked: Sequence[Marked]) -> Counter[tuple[Category, Category]]:
    """How often one category was taken for another, as (labelled, answered)."""
    return Counter(pair for pair in _categories(marked) if pair[0] is not pair[1])


def _categories(marked: Sequence[Marked]) -> list[tuple[Category, Category]]:
    return [(each.gold.category, each.category) for each in marked]


def _about_us(marked: Sequence[Marked]) -> AboutUs:
    said = [(each.gold.about_us, each.answer.verdict) for each in marked]
    return AboutUs(
        precision=share(true for true, verdict in said if verdict is Verdict.US),
        recall=share(verdict is Verdict.US for true, verdict in said if true),
        unsure_rate=share(verdict is Verdict.UNSURE for _, verdict in said),
    )


def _alarm(pairs: Sequence[tuple[bool, bool]]) -> Alarm:
    return Alarm(
        recall=share(got for expected, got in pairs if expected),
        precision=share(expected for expected, got in pairs if got),
    )


def _removal(marked: Sequence[Marked]) -> Removal:
    allowed = [each.answer.removal_proposed for each in marked if each.gold.removal_allowed]
    return Removal(
        proposed_where_forbidden=sum(
            each.answer.removal_proposed for each in marked if not each.gold.removal_allowed
        ),
        recall=ratio(sum(allowed), len(allowed)),
    )


def _sentiment(marked: Sequence[Marked]) -> SentimentScore:
    return SentimentScore(
        macro_f1=macro_f1(judged_stance(marked)),
        abstain_rate=share(each.answer.stance is Stance.ABSTAIN for each in marked),
    )
