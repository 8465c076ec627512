"""Signing in with a password and a code, or through the school's own OpenID provider.

An unknown address, a wrong password, a wrong code and a person without a password get the same
sentence after the same work: one count, one argon2 check, one line of the audit trail.
"""

from dataclasses import dataclass
from datetime import datetime

from orm.entry import codes, throttle
from orm.entry.keys import kept, new_token, nobody
from orm.entry.outcomes import ANOTHER_ACCOUNT, NOT_HERE, WRONG, Entered, Turned, too_many
from orm.entry.porch import NOBODY, Porch
from orm.model.entry import Admission, Credentials, Meter, Method, PersonKey, Session
from orm.model.schools import Contact


@dataclass(frozen=True, slots=True)
class Try:
    """What somebody typed, from which client address, with which proof of a browser."""

    email: str
    password: str
    code: str
    address: str
    browser: str = ""


@dataclass(frozen=True, slots=True)
class _Proof:
    """The second factor that was shown: a step, or a recovery code's hash, or none was needed."""

    step: int | None = None
    recovery: str = ""
    must_enrol: bool = False


def sign_in(porch: Porch, tried: Try, *, now: datetime) -> Entered | Turned:
    """Let a person in who knows their password and has their code."""
    contact = porch.contact_at(tried.email)
    meters = _meters(porch, tried, contact)
    blocked = porch.book.count_try(meters, now=now)
    if blocked is not None:
        if blocked.first:
            _note(porch, contact, "sign-in-slowed", "too many tries", now=now)
        return too_many(blocked.until)
    credentials = porch.book.credentials(_person(porch, contact))
    right = porch.passwords.verify(credentials.password_hash, tried.password)
    proof = _proof(porch, credentials, tried.code, now=now)
    if contact is not None and right and proof is not None:
        entered = _admit(porch, contact, credentials, proof, tried, meters, now=now)
        if entered is not None:
            return entered
    _note(porch, contact, "sign-in-refused", _why(contact, right=right), now=now)
    return Turned(WRONG)


def enter_by_openid(
    porch: Porch, email: str, *, issuer: str, subject: str, now: datetime
) -> Entered | Turned:
    """Let a person in whom a provider has named. The first account that comes in is the only one."""
    contact = porch.contact_at(email)
    if contact is None:
        _note(porch, None, "openid-refused", "not on the list", now=now)
        return Turned(NOT_HERE)
    person = porch.keys.person(contact)
    if not porch.book.bind(person, issuer=issuer, subject=subject, now=now):
        _note(porch, contact, "openid-refused", "another account of the provider", now=now)
        return Turned(ANOTHER_ACCOUNT)
    token = new_token()
    line = porch.line(contact.id, "signed-in", contact.id, detail=Method.OPENID, now=now)
    porch.book.admit(Admission(_session(token, person, Method.OPENID, proved=True, now=now), line))
    return Entered(token, contact, browser=porch.keys.browser(person))


def _person(porch: Porch, contact: Contact | None) -> PersonKey:
    return porch.keys.person(contact) if contact else nobody()


def _meters(porch: Porch, tried: Try, contact: Contact | None) -> tuple[Meter, ...]:
    person = _person(porch, contact)
    return throttle.meters(
        porch.keys,
        email=tried.email,
        address=tried.address,
        browser=porch.keys.known_browser(tried.browser, person),
        known=porch.book.knows(person, porch.keys.address(tried.address)),
    )


def _proof(porch: Porch, credentials: Credentials, code: str, *, now: datetime) -> _Proof | None:
    """What the code proves; None when it proves nothing and must."""
    if not credentials.factor_salt:
        return _Proof(must_enrol=True)
    secret = porch.keys.factor(credentials.person, credentials.factor_salt)
    step = codes.step_of(secret, code, after=credentials.last_step, now=now)
    if step is not None:
        return _Proof(step=step)
    recovery = porch.keys.recovery(credentials.person, codes.plain_code(code))
    if porch.book.has_recovery(credentials.person, recovery):
        return _Proof(recovery=recovery)
    return None


def _admit(
    porch: Porch,
    contact: Contact,
    credentials: Credentials,
    proof: _Proof,
    tried: Try,
    meters: tuple[Meter, ...],
    *,
    now: datetime,
) -> Entered | None:
    """Write the entry; None when somebody used the same code a moment before."""
    token = new_token()
    old = porch.passwords.outdated(credentials.password_hash)
    how = "password and recovery code" if proof.recovery else "password and code"
    detail = "password; no second factor yet" if proof.must_enrol else how
    left = porch.book.admit(
        Admission(
            session=_session(
                token, credentials.person, Method.PASSWORD, proved=not proof.must_enrol, now=now
            ),
            line=porch.line(contact.id, "signed-in", contact.id, detail=detail, now=now),
            meters=meters,
            address=porch.keys.address(tried.address),
            password_hash=credentials.password_hash,
            step=proof.step,
            recovery=proof.recovery,
            rehash=porch.passwords.hashed(tried.password) if old else "",
        )
    )
    if left is None:
        return None
    return Entered(
        token,
        contact,
        must_enrol=proof.must_enrol,
        browser=porch.keys.browser(credentials.person),
        recovery_left=left if proof.recovery else None,
    )


def _session(
    token: str, person: PersonKey, method: Method, *, proved: bool, now: datetime
) -> Session:
    return Session(kept(token), person, method, proved, started_at=now, seen_at=now)


def _why(contact: Contact | None, *, right: bool) -> str:
    """For the audit trail only."""
    if contact is None:
        return "nobody with this address"
    return "wrong code" if right else "wrong password"


def _note(
    porch: Porch, contact: Contact | None, action: str, detail: str, *, now: datetime
) -> None:
    about = contact.id if contact else None
    porch.book.note(porch.line(NOBODY, action, about, detail=detail, now=now))
