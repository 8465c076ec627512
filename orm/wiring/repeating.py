"""What joins the school's channels: which letters they repeat."""

from collections.abc import Sequence

from orm.alerting.copies import copies
from orm.config.values import Config
from orm.leaks.screen import Screen
from orm.model.letters import Letter


def repeated(config: Config, screen: Screen, letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """The messages that repeat letters in the school's channels, after the safety check."""
    return tuple(
        each
        for message in copies(letters, config.channels, config.contacts)
        for each in screen.clear(message, (), names=())
    )
