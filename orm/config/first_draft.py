"""What somebody has typed so far to set the house up, step by step. It holds no secret."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType

from orm.errors import ConfigError

Typed = Mapping[str, tuple[str, ...]]

_NOTHING: Typed = MappingProxyType({})
_LOST = "what was typed before cannot be read ({why}); start again, or put the file right"


class Step(StrEnum):
    """The steps in their order."""

    SCHOOL = "school"
    PEOPLE = "people"
    CALENDAR = "calendar"
    MAIL = "mail"
    SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class Draft:
    """Each step's fields as they were typed, right or wrong; a step not yet sent has none."""

    steps: Mapping[Step, Typed] = field(default_factory=dict)

    def typed(self, step: Step) -> Typed:
        """The fields of one step."""
        return self.steps.get(step, _NOTHING)

    def is_sent(self, step: Step) -> bool:
        """Whether somebody has sent this step."""
        return step in self.steps

    def with_(self, step: Step, typed: Typed) -> "Draft":
        """The draft with one step as it is now."""
        return replace(self, steps={**self.steps, step: dict(typed)})


def to_json(draft: Draft) -> str:
    """The draft as a text to keep."""
    kept = {
        step.value: {name: list(values) for name, values in typed.items()}
        for step, typed in draft.steps.items()
    }
    return json.dumps(kept, indent=1)


def from_json(text: str) -> Draft:
    """The draft in a kept text.

    Raises:
        ConfigError: it is no draft.
    """
    try:
        kept = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError([_LOST.format(why="it is not JSON")]) from error
    if not isinstance(kept, dict):
        raise ConfigError([_LOST.format(why="it holds no steps")])
    return Draft({step: _typed(kept[step.value]) for step in Step if step.value in kept})


def _typed(kept: object) -> dict[str, tuple[str, ...]]:
    fields = kept if isinstance(kept, dict) else {}
    if not isinstance(kept, dict) or not all(_is_texts(values) for values in fields.values()):
        raise ConfigError([_LOST.format(why="a step holds no fields")])
    return {str(name): tuple(values) for name, values in fields.items()}


def _is_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)
