"""An evaluation from beginning to end: judge, write the letters, measure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orm.evaluation.answers import answer, judge_all
from orm.evaluation.house import day_after, letters, trial_house
from orm.evaluation.labels import Labelled, Post
from orm.evaluation.leaks import leaked
from orm.evaluation.measures import Marked, Measures, measure, measure_by_category
from orm.evaluation.mistakes import Mistake, mistakes
from orm.model.judgement import Category
from orm.model.letters import Letter
from orm.model.records import JudgedItem
from orm.model.schools import School
from orm.ports import Clock

Watched = Callable[[Sequence[Post]], Iterable[Post]]
"""Passes the posts on one by one, to show how far it has come."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured. Everything but `items_per_second` is the same in every run."""

    measures: Measures
    categories: Mapping[Category, Measures]
    mistakes: tuple[Mistake, ...]
    marked: tuple[Marked, ...]
    items_per_second: float | None


def evaluate(
    labelled: Sequence[Labelled],
    schools: Sequence[School],
    *,
    clock: Clock,
    watched: Watched = iter,
) -> Evaluation:
    """Judge the posts as the pipeline would, write every letter, and compare with the labels.

    `clock` measures the speed of judging and nothing else; the posts are judged on the day after
    the last of them.
    """
    posts = [each.post for each in labelled]
    now = day_after(post.item.posted_at for post in posts)
    with trial_house(schools, now=now) as house:
        began = clock.now()
        judged = judge_all(watched(posts), bench=house.round.bench, now=now)
        speed = per_second(len(posts), began, clock.now())
        sent = letters(house, judged)
    marked = _marked(labelled, judged, sent)
    return Evaluation(
        measures=measure(marked),
        categories=measure_by_category(marked),
        mistakes=mistakes(marked),
        marked=marked,
        items_per_second=speed,
    )


def per_second(done: int, began: datetime, ended: datetime) -> float | None:
    """How many were done in a second; None where no time has passed."""
    seconds = (ended - began).total_seconds()
    return round(done / seconds, 1) if seconds > 0 else None


def _marked(
    labelled: Sequence[Labelled], judged: Sequence[JudgedItem], sent: Sequence[Letter]
) -> tuple[Marked, ...]:
    out = leaked((words for each in labelled for words in each.gold.leak), sent)
    return tuple(
        Marked(
            id=each.post.id,
            gold=each.gold,
            answer=answer(each.post, its_judgement),
            leaked=tuple(words for words in each.gold.leak if words in out),
        )
        for each, its_judgement in zip(labelled, judged, strict=True)
    )
