"""Questions about a school's own posts that wait for a person."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from orm.model.own_posts import Question
from orm.model.settlements import MentionFile

PostQuestionId = NewType("PostQuestionId", int)


@dataclass(frozen=True, slots=True)
class PostQuestion:
    """A question that is not settled; `at` is when it was first asked, aware UTC."""

    id: PostQuestionId
    question: Question
    at: datetime


@dataclass(frozen=True, slots=True)
class QuestionedPost:
    """A post of the school's own with all that is asked about it, the first asked first."""

    file: MentionFile
    questions: tuple[PostQuestion, ...]


@dataclass(frozen=True, slots=True)
class Questioned:
    """The newest of them, and how many `more` posts are beyond those."""

    posts: tuple[QuestionedPost, ...] = ()
    more: int = 0
