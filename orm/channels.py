"""Teams, Slack and text messages: the only room that knows apprise.

A message is sent at least once. The services do not say whether one that had no answer was taken, so
it may come twice; it is the same neutral message.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import apprise

from orm.errors import DeliveryError
from orm.model.channels import SERVICES, Channel
from orm.model.letters import Mail

_QUIET = logging.CRITICAL + 1


class Channels:
    """Hands messages to the services of these channels; a message's recipient is a channel's id.

    `services` are the schemes that may be used.
    """

    def __init__(
        self, channels: Iterable[Channel], services: Iterable[str] = tuple(SERVICES)
    ) -> None:
        self._channels: Mapping[str, Channel] = {each.id: each for each in channels}
        self._services = frozenset(services)
        # Its own words may hold a channel's address, which is a secret.
        logging.getLogger("apprise").setLevel(_QUIET)

    @contextmanager
    def batch(self) -> Iterator["Channels"]:
        """Each message is a request of its own."""
        yield self

    def send(self, mail: Mail) -> None:
        """Send one message.

        Raises:
            DeliveryError: permanent when there is no such channel any more, or its address cannot be
                used; else the service did not take it.
        """
        name = mail.letter.recipient
        channel = self._channels.get(name)
        if channel is None:
            raise DeliveryError(
                f'There is no channel "{name}" in [alerts] of config.toml any more.', permanent=True
            )
        sent = self._opened(channel).notify(
            body=mail.letter.text,
            title=mail.letter.subject,
            body_format=apprise.NotifyFormat.TEXT,
        )
        if not sent:
            raise DeliveryError(
                f'The channel "{name}" did not take the message: look whether its address in'
                " [alerts] is still right, and whether the service answers.",
                permanent=False,
            )

    def check(self, name: str) -> str:
        """That the channel's address can be used, in words; nothing is sent.

        Raises:
            DeliveryError: permanent; it cannot.
        """
        self._opened(self._channels[name])
        return "its address is well formed; nothing was sent"

    def _opened(self, channel: Channel) -> apprise.Apprise:
        """The way to the channel.

        Raises:
            DeliveryError: permanent; its address cannot be used.
        """
        url = channel.url.reveal()
        way = apprise.Apprise(asset=apprise.AppriseAsset(async_mode=False))
        if url.partition("://")[0].lower() not in self._services or not way.add(url):
            raise DeliveryError(
                f'The address of the channel "{channel.id}" cannot be used: write it as'
                " docs/alerts.md says.",
                permanent=True,
            )
        return way
