"""What an OpenAI-compatible chat endpoint is sent about a post, and its answer read strictly. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.resources import files
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from orm.errors import Unreadable
from orm.model.judgement import Category, Stance
from orm.model.opinions import ORDINARY, Opinion
from orm.model.questions import Question

K = TypeVar("K")

LONGEST_TEXT = 8_000
"""Characters of a title, and of a text, that are sent."""

PROMPT = files(__package__).joinpath("own_judge_prompt.txt").read_text(encoding="utf-8")

_LONGEST_ANSWER = 1_000
_ROUNDING = 0.05
_STANCES = (Stance.POSITIVE, Stance.NEUTRAL, Stance.NEGATIVE, Stance.MIXED)

Share = Annotated[float, Field(ge=0, le=1)]


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Completion(BaseModel):
    """The endpoint's envelope: what else is in it does not matter."""

    choices: tuple[_Choice, ...] = Field(min_length=1, max_length=1)


class _Said(BaseModel):
    """The judge's own words: these keys, numbers within bounds, and nothing else."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    about: Share
    category: dict[Category, Share]
    stance: dict[Stance, Share]
    urgent: Share
    critical: Share
    sealed: Share
    removable: Share
    community: Share


def request_body(question: Question, *, model: str) -> bytes:
    """The request. The post travels as one JSON text inside the user's message."""
    asked = asdict(question)
    asked |= {"title": question.title[:LONGEST_TEXT], "text": question.text[:LONGEST_TEXT]}
    return json.dumps(
        {
            "model": model,
            "messages": [
                {"role": "system", "content": PROMPT},
                {"role": "user", "content": json.dumps(asked)},
            ],
            "temperature": 0,
            "max_tokens": _LONGEST_ANSWER,
            "stream": False,
            "response_format": {"type": "json_object"},
        }
    ).encode("ascii")


def read_answer(body: bytes) -> Opinion:
    """The opinion in an answer.

    Raises:
        Unreadable: anything but one message that is the JSON object asked for, with probabilities
            that add up. Neither the message
            nor `head` holds a word of the answer, which may quote the post.
    """
    try:
        completion = _Completion.model_validate_json(body)
        said = _Said.model_validate_json(completion.choices[0].message.content)
    except (ValidationError, UnicodeEncodeError):
        raise Unreadable(
            "The judge's answer is not the JSON object that it is asked for. Choose a model that"
            " keeps to a given form."
        ) from None
    stance = _whole(said.stance, _STANCES)
    category = _whole(said.category, tuple(Category))
    return Opinion(
        about=said.about,
        category=category,
        stance=stance,
        feedback=_unmixed(stance),
        urgent=said.urgent,
        critical=said.critical,
        sealed=said.sealed,
        removable=said.removable,
        community=said.community,
        ordinary=sum(category[each] for each in ORDINARY),
    )


def _whole(said: Mapping[K, float], every: Sequence[K]) -> Mapping[K, float]:
    """Shares of everything there is, adding up to 1.

    Raises:
        Unreadable: something else was named, or what was said does not add up, but for rounding.
    """
    total = sum(said.values())
    if not set(said) <= set(every) or abs(total - 1) > _ROUNDING:
        raise Unreadable("The judge's probabilities do not add up to 1. Choose another model.")
    return {key: said.get(key, 0.0) / total for key in every}


def _unmixed(stance: Mapping[Stance, float]) -> Mapping[Stance, float]:
    """The stance of feedback, which is never mixed: that share is half praise, half blame."""
    half = stance[Stance.MIXED] / 2
    return {
        Stance.POSITIVE: stance[Stance.POSITIVE] + half,
        Stance.NEUTRAL: stance[Stance.NEUTRAL],
        Stance.NEGATIVE: stance[Stance.NEGATIVE] + half,
    }
