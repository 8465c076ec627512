"""The first look at the web while it goes on: which sources were read, and what was found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orm.model.records import SourceTally
from orm.model.weeks import SourceHealth


@dataclass(frozen=True, slots=True)
class FirstLook:
    """How far it has come. `failed` sources could not be read: that is not nothing found."""

    done: tuple[str, ...]
    left: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    posts: int
    mentions: int

    @property
    def is_over(self) -> bool:
        """Whether every source that asks anything was asked."""
        return not self.left


def first_look(
    health: Sequence[SourceHealth],
    tallies: Sequence[SourceTally],
    called: Mapping[str, str],
    *,
    mentions: int,
) -> FirstLook:
    """From the sources' health and what they brought since the beginning. A paused source is not
    waited for. `called` are the sources' names for people.
    """
    asked = [each for each in health if each.polls and not each.paused]
    done = [each for each in asked if sum(count for _, count in each.outcomes) >= each.polls]
    failed = [each for each in done if not each.measured]
    return FirstLook(
        done=tuple(_name(each, called) for each in done if each.measured),
        left=tuple(_name(each, called) for each in asked if each not in done),
        failed=tuple((_name(each, called), each.detail) for each in failed),
        posts=sum(each.new for each in tallies),
        mentions=mentions,
    )


def _name(health: SourceHealth, called: Mapping[str, str]) -> str:
    return called.get(health.source, health.source)
