"""What tests of the operator's own judge need: a question, answers of an endpoint, and its settings."""

import json

from orm.model.questions import Question
from orm.model.settings import JudgeSettings
from tests.web_server import page

WORDS = "Tamsin Ruddlewick cried by the bins at Wrenbeck Primary"
QUESTION = Question("Wrenbeck Primary School", "Harrowmere", "post", "forum", "", WORDS)


def verdict(**changes) -> dict[str, object]:
    """What a judge says when it keeps to the form."""
    return {
        "about": 0.9,
        "category": {"T3": 0.75, "T4": 0.25},
        "stance": {"negative": 1.0},
        "urgent": 0.1,
        "critical": 0.0,
        "sealed": 0.0,
        "removable": 0.05,
        "community": 0.5,
        **changes,
    }


def completion(content: object, **changes) -> bytes:
    """The envelope of an OpenAI-compatible endpoint around what the judge says."""
    words = content if isinstance(content, str) else json.dumps(content)
    message = {"role": "assistant", "content": words}
    return json.dumps(
        {
            "id": "chat-1",
            "object": "chat.completion",
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            "usage": {"total_tokens": 12},
            **changes,
        }
    ).encode()


def answer(content: object) -> bytes:
    """A whole HTTP answer with a verdict."""
    return page(completion(content), content_type="application/json")


def judge_settings(url: str, **changes) -> JudgeSettings:
    """A judge that somebody answers for."""
    return JudgeSettings(
        **{
            "url": url,
            "model": "house-model-8b",
            "accepted": "2026-11-20 J. Okafor",
            "timeout_seconds": 5.0,
            **changes,
        }
    )
