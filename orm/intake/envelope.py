"""Who sent a message, and whether a person did: what decides if a mailbox's message is read at all."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses

from orm.model.schools import Contact, SchoolId

_AUTOMATIC = ("x-autoreply", "x-autorespond", "x-loop", "list-id", "list-unsubscribe")
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_TAG = re.compile(r"\+([a-z0-9-]+)$")
_TO = ("to", "cc", "delivered-to", "x-original-to")


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message's outside. `sender` is its one author's address in lower case, or empty.

    `tags` are what stands behind a plus in the addresses it went to. `automatic` messages come from
    programs: out-of-office answers, lists, our own letters. The mailbox's own server calls a `forged`
    one's sender false (DMARC).
    """

    sender: str
    tags: tuple[str, ...]
    automatic: bool
    forged: bool

    @property
    def domain(self) -> str:
        """The domain of the sender, or empty."""
        return self.sender.rpartition("@")[2]


def read_envelope(head: bytes) -> Envelope:
    """The envelope that the headers of a message tell."""
    message = BytesHeaderParser(policy=policy.compat32).parsebytes(head)
    senders = _addresses(message, ("from",))
    boxes = (address.partition("@")[0] for address in _addresses(message, _TO))
    tags = (found[1] for box in boxes if (found := _TAG.search(box)))
    return Envelope(
        sender=senders[0] if len(senders) == 1 else "",
        tags=tuple(dict.fromkeys(tags)),
        automatic=_is_automatic(message),
        forged=any(
            "dmarc=fail" in str(value).casefold()
            for value in message.get_all("authentication-results", [])
        ),
    )


def school_of(
    envelope: Envelope, *, schools: Sequence[SchoolId], contacts: Sequence[Contact]
) -> SchoolId | None:
    """The school a message is about: named behind a plus in the mailbox's address, else the sender's
    only school, else the only one there is.
    """
    tagged = [school for school in schools if school in envelope.tags]
    if envelope.tags:
        return tagged[0] if len(tagged) == 1 else None
    contact = contact_of(envelope, contacts)
    theirs = contact.schools if contact and contact.schools else frozenset(schools)
    return next(iter(theirs)) if len(theirs) == 1 else None


def contact_of(envelope: Envelope, contacts: Sequence[Contact]) -> Contact | None:
    """The person of config.toml who sent the message."""
    return next((c for c in contacts if c.email.casefold() == envelope.sender), None)


def _addresses(message: Message, names: Sequence[str]) -> list[str]:
    written = [str(value) for name in names for value in message.get_all(name, [])]
    return [address.casefold() for _, address in getaddresses(written) if "@" in address]


def _is_automatic(message: Message) -> bool:
    """RFC 3834, and what mail programs really write."""
    submitted = str(message.get("auto-submitted", "no")).split(";")[0].strip().casefold()
    bulk = str(message.get("precedence", "")).strip().casefold() in _BULK
    nobody = str(message.get("return-path", "-")).strip() == "<>"
    marked = any(message.get(name) is not None for name in _AUTOMATIC)
    return submitted != "no" or bulk or nobody or marked
