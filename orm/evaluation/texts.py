"""Stance measured on texts that belong to no school: reviews and comments from public sets."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from orm.evaluation.labels import LabelledText
from orm.evaluation.report import per_second
from orm.evaluation.scores import by_class, macro_f1, share
from orm.model.items import Identity, Item, Kind
from orm.model.judgement import Mention, Stance, Verdict
from orm.model.polls import Scope
from orm.model.schools import School, SchoolId
from orm.pipeline.weighing import Scales, weigh
from orm.ports import Clock

Watched = Callable[[Sequence[LabelledText]], Iterable[LabelledText]]

_ANY_SCHOOL = School(id=SchoolId("any-school"), name="", town="")
_ABOUT_US = Mention(school_id=_ANY_SCHOOL.id, verdict=Verdict.US, score=1.0, evidence=())


@dataclass(frozen=True, slots=True)
class TextMeasures:
    """`recall` and `precision` are by class. `abstain_rate`: abstained among all.

    An abstained text counts as neutral; so does a mixed answer where no label says mixed.
    `flagged_for_action`: texts for which a case would open if they were about the school.
    """

    texts: int
    accuracy: float | None
    macro_f1: float | None
    recall: Mapping[str, float | None]
    precision: Mapping[str, float | None]
    abstain_rate: float | None
    flagged_for_action: int
    texts_per_second: float | None


@dataclass(frozen=True, slots=True)
class TextAnswer:
    """What the house says of one text; `flagged` where a case would open."""

    stance: Stance
    flagged: bool = False


def measure_texts(
    texts: Sequence[LabelledText], *, scales: Scales, clock: Clock, watched: Watched = iter
) -> TextMeasures:
    """Score every text, and decide on it as if it came from a page about the school."""
    began = clock.now()
    answers = [_answer(each.text, scales=scales) for each in watched(texts)]
    speed = per_second(len(texts), began, clock.now())
    return compare(texts, answers, texts_per_second=speed)


def compare(
    texts: Sequence[LabelledText],
    answers: Sequence[TextAnswer],
    *,
    texts_per_second: float | None = None,
) -> TextMeasures:
    """The measures of one answer per text."""
    classes = {each.sentiment for each in texts}
    pairs = [
        (text.sentiment.value, _class(answer.stance, classes).value)
        for text, answer in zip(texts, answers, strict=True)
    ]
    recall, precision = by_class(pairs)
    return TextMeasures(
        texts=len(texts),
        accuracy=share(expected == got for expected, got in pairs),
        macro_f1=macro_f1(pairs),
        recall=recall,
        precision=precision,
        abstain_rate=share(answer.stance is Stance.ABSTAIN for answer in answers),
        flagged_for_action=sum(answer.flagged for answer in answers),
        texts_per_second=texts_per_second,
    )


def _answer(text: str, *, scales: Scales) -> TextAnswer:
    item = Item(Identity("text", ""), Kind.POST, platform="", url="", text=text)
    weighed = weigh(item, _ABOUT_US, school=_ANY_SCHOOL, scope=Scope.ABOUT, scales=scales)
    return TextAnswer(weighed.assessment.stance, weighed.decision.opens_case)


def _class(stance: Stance, labelled: set[Stance]) -> Stance:
    if stance is Stance.ABSTAIN or (stance is Stance.MIXED and Stance.MIXED not in labelled):
        return Stance.NEUTRAL
    return stance
