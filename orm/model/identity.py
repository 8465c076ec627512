"""What passes between the desk and a provider that people sign in with."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-in on its way. The browser goes to `url`; the rest is kept on this side, for one use."""

    url: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a provider vouches for. (`issuer`, `subject`) never changes; the address may."""

    issuer: str
    subject: str
    email: str
