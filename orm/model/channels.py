"""Other ways to the people of the school than email: a Teams or Slack channel, a text message."""

from dataclasses import dataclass
from types import MappingProxyType

from orm.model.judgement import Severity
from orm.model.settings import Secret

SERVICES = MappingProxyType(
    {
        "workflows": "Microsoft Teams (a workflow's address)",
        "slack": "Slack",
        "clicksend": "text messages by ClickSend",
        "twilio": "text messages by Twilio",
        "vonage": "text messages by Vonage",
        "bulksms": "text messages by BulkSMS",
    }
)
"""The services that a channel may use, by the beginning of their addresses.

Each goes to a host of the service's own, so that no address can lead into the school's network;
a workflow's host is one of `WORKFLOW_HOSTS`.
"""

WORKFLOW_HOSTS = (".logic.azure.com", ".api.powerplatform.com")


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel. `readers` are ids of contacts, or roles: everybody who can read what is sent there.

    It repeats alerts of cases from severity `least` on, and where `house` is true also what the house
    tells of itself.
    """

    id: str
    url: Secret
    readers: frozenset[str]
    least: Severity = Severity.S4
    house: bool = False
