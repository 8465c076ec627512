"""The shape of [alerts]: other ways than email to tell people of what cannot wait."""

from typing import Literal

from pydantic import Field

from orm.config.kinds import Identifier, Table, Text


class ChannelTable(Table):
    """A channel that repeats alerts in the same neutral words; docs/alerts.md tells which services.

    A letter is repeated there when everybody who reads the channel gets it.
    """

    id: Identifier = Field(description="Short name that never changes.", examples=["teams-leaders"])
    url: str = Field(
        description="The channel's address as apprise writes it: env:NAME or file:PATH, never the"
        " address itself.",
        examples=["env:ORM_ALERT_TEAMS"],
    )
    readers: tuple[Text, ...] = Field(
        min_length=1,
        description="Everybody who can read the channel: ids of contacts, or roles.",
        examples=[["head", "deputy"]],
    )
    severity: Literal[3, 4] = Field(
        default=4, description="Repeat alerts of cases from this severity on: 3 or 4."
    )
    house: bool = Field(
        default=False,
        description="Repeat also that more is said than usual, a source is silent, or a key ends.",
    )


class AlertsTable(Table):
    """Other ways than email to tell people of what cannot wait."""

    channels: tuple[ChannelTable, ...] = Field(
        default=(), description="Teams or Slack channels, or telephones, that repeat alerts."
    )
