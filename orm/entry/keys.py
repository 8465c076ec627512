"""Everything that is made with the desk's key: a copy of the database alone opens nothing.

Each kind of value has its own label, so that none can stand in for another. Tokens carry 256 random
bits; of a session or ticket only the SHA-256 is kept.
"""

import base64
import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from orm.model.entry import PersonKey
from orm.model.schools import Contact, ContactId, SchoolId

_TOKEN_BYTES = 32
_SALT_BYTES = 16
_BROWSER_BYTES = 16
_IPV6_SITE = 64
_MARK = 32
_UNKNOWN = "unknown"


def new_token() -> str:
    """A secret that nobody can guess: 43 letters, digits, dashes and underscores."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def new_salt() -> str:
    """What makes each second factor another one."""
    return secrets.token_hex(_SALT_BYTES)


def kept(token: str) -> str:
    """What is kept of a token: its SHA-256 as hex."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def plain_email(email: str) -> str:
    """An address as it is compared."""
    return email.strip().casefold()


def nobody(contact_id: str = "") -> PersonKey:
    """A key that is of no contact."""
    return PersonKey(f"{contact_id}/{_UNKNOWN}")


def site(address: str) -> str:
    """Who an address belongs to: an IPv4 address, or the /64 network of an IPv6 one.

    Whoever has one IPv6 address has a whole network of them.
    """
    try:
        found = ip_address(address.strip().partition("%")[0])
    except ValueError:
        return address.strip()
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else str(ip_network((found, _IPV6_SITE), strict=False))
    return str(found)


@dataclass(frozen=True, slots=True)
class Keys:
    """What is derived from the desk's key (32 bytes)."""

    key: bytes = field(repr=False)

    def person(self, contact: Contact) -> PersonKey:
        """The key of a contact who has this email address."""
        mark = self._hex("person", contact.id, plain_email(contact.email))
        return PersonKey(f"{contact.id}/{mark[:_MARK]}")

    def address(self, address: str) -> str:
        """A client's address, as it is kept."""
        return self._hex("address", site(address))

    def meter(self, kind: str, *parts: str) -> str:
        """The name of one count of tries."""
        return self._hex("meter", kind, *parts)

    def factor(self, person: PersonKey, salt: str) -> str:
        """The secret of a second factor, in base32."""
        return base64.b32encode(self._bytes("totp", person, salt)).decode().rstrip("=")

    def recovery(self, person: PersonKey, code: str) -> str:
        """A recovery code, as it is kept."""
        return self._hex("recovery", person, code)

    def browser(self, person: PersonKey) -> str:
        """A proof that a browser has entered as this person."""
        nonce = secrets.token_hex(_BROWSER_BYTES)
        return f"{nonce}.{self._hex('browser', person, nonce)}"

    def known_browser(self, proof: str, person: PersonKey) -> str:
        """The browser's own number when the proof is this person's, else empty."""
        nonce, _, mark = proof.partition(".")
        return nonce if _same(mark, self._hex("browser", person, nonce)) else ""

    def stop(self, contact_id: ContactId, school_id: SchoolId) -> str:
        """The mark in the address at which a person stops the digest of a school."""
        return self._hex("stop", contact_id, school_id)[:_MARK]

    def stop_holds(self, mark: str, contact_id: ContactId, school_id: SchoolId) -> bool:
        """Whether an address is that person's for that school."""
        return _same(mark, self.stop(contact_id, school_id))

    def form(self, session_token: str, purpose: str) -> str:
        """The mark that a form of a signed-in person carries."""
        return self._hex("form", kept(session_token), purpose)

    def form_holds(self, mark: str, session_token: str, purpose: str) -> bool:
        """Whether a form came from a page of this session."""
        return bool(session_token) and _same(mark, self.form(session_token, purpose))

    def visitor_form(self, visitor: str, purpose: str) -> str:
        """The mark that a form of a visitor carries; `visitor` is a random cookie."""
        return self._hex("visitor", visitor, purpose)

    def visitor_form_holds(self, mark: str, visitor: str, purpose: str) -> bool:
        """Whether a form came from a page of this visitor."""
        return bool(visitor) and _same(mark, self.visitor_form(visitor, purpose))

    def _bytes(self, label: str, *parts: str) -> bytes:
        said = repr((label, *(str(each) for each in parts)))
        return hmac.digest(self.key, said.encode("utf-8", "surrogatepass"), "sha256")

    def _hex(self, label: str, *parts: str) -> str:
        return self._bytes(label, *parts).hex()


def _same(one: str, other: str) -> bool:
    """Compared in a time that tells nothing."""
    return hmac.compare_digest(
        one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass")
    )
