"""What the house says of labelled posts. Gold is not known here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from orm.evaluation.labels import Post
from orm.model.judgement import AuthorType, Category, Stance, Verdict
from orm.model.records import JudgedItem
from orm.pipeline.judging import Bench, judge


@dataclass(frozen=True, slots=True)
class Answer:
    """The house's judgement of one post for the school that is watched."""

    verdict: Verdict
    category: Category
    urgent: bool
    sealed: bool
    removal_proposed: bool
    author: AuthorType
    stance: Stance


SET_ASIDE = Answer(
    verdict=Verdict.NOT_US,
    category=Category.T0,
    urgent=False,
    sealed=False,
    removal_proposed=False,
    author=AuthorType.UNKNOWN,
    stance=Stance.NEUTRAL,
)
"""A post in which the school's name was not found: nobody is shown it and nothing is said of it."""


def judge_all(posts: Iterable[Post], *, bench: Bench, now: datetime) -> tuple[JudgedItem, ...]:
    """Each post judged as the pipeline judges it, against every school at once."""
    return tuple(
        judge(post.item, wanted={post.school_id: post.scope}, bench=bench, now=now)
        for post in posts
    )


def answer(post: Post, judged: JudgedItem) -> Answer:
    """What was judged for the watched school.

    A post that is not about the school has no stance toward it, so it counts as neutral.
    """
    for ruling in judged.rulings:
        if ruling.mention.school_id == post.school_id:
            ours = ruling.mention.verdict is not Verdict.NOT_US
            return Answer(
                verdict=ruling.mention.verdict,
                category=ruling.decision.category,
                urgent=ruling.decision.urgent,
                sealed=ruling.decision.sealed,
                removal_proposed=ruling.decision.removal_proposed,
                author=ruling.decision.author,
                stance=ruling.assessment.stance if ours else Stance.NEUTRAL,
            )
    return SET_ASIDE
