"""The second factor: a code app, and eight recovery codes.

Whoever replaces a factor or its recovery codes shows a code of the one that counts, so that a
browser left open is not enough.
"""

from datetime import datetime

from orm.entry import codes
from orm.entry.keys import kept, new_salt
from orm.entry.outcomes import NOT_STARTED, WRONG_CODE, NewFactor, RecoveryCodes, Turned
from orm.entry.porch import Porch
from orm.model.entry import Credentials, PersonKey
from orm.model.schools import ContactId


def new_second_factor(
    porch: Porch, contact_id: ContactId, *, code: str, now: datetime
) -> NewFactor | Turned:
    """A secret for a code app; it counts when it is confirmed, and until then the old one does."""
    credentials = porch.book.credentials(porch.person(contact_id))
    if credentials.factor_salt and not _used(porch, credentials, code, now=now):
        return Turned(WRONG_CODE)
    salt = new_salt()
    line = porch.line(contact_id, "second-factor-begun", contact_id, now=now)
    porch.book.start_factor(credentials.person, salt, line)
    return _shown(porch, credentials.person, salt)


def pending_second_factor(porch: Porch, contact_id: ContactId) -> NewFactor | None:
    """The secret that waits to be confirmed, to show its page once more."""
    credentials = porch.book.credentials(porch.person(contact_id))
    salt = credentials.pending_salt
    return _shown(porch, credentials.person, salt) if salt else None


def confirm_second_factor(
    porch: Porch, contact_id: ContactId, code: str, *, token: str, now: datetime
) -> RecoveryCodes | Turned:
    """Make the new factor the one that counts, once its app shows a right code.

    The session of `token` has proved it; all others of this person end, for somebody else may have
    begun one with the password alone.
    """
    credentials = porch.book.credentials(porch.person(contact_id))
    if not credentials.pending_salt:
        return Turned(NOT_STARTED)
    secret = porch.keys.factor(credentials.person, credentials.pending_salt)
    step = codes.step_of(secret, code, after=0, now=now)
    if step is None:
        return Turned(WRONG_CODE)
    shown = codes.new_recovery_codes()
    line = porch.line(contact_id, "second-factor-confirmed", contact_id, now=now)
    confirmed = porch.book.confirm_factor(
        credentials,
        step=step,
        codes=_kept(porch, credentials.person, shown),
        session_id=kept(token),
        line=line,
    )
    return RecoveryCodes(shown) if confirmed else Turned(NOT_STARTED)


def new_recovery_codes(
    porch: Porch, contact_id: ContactId, code: str, *, now: datetime
) -> RecoveryCodes | Turned:
    """Eight new recovery codes; the old ones open nothing any more."""
    credentials = porch.book.credentials(porch.person(contact_id))
    if not credentials.factor_salt or not _used(porch, credentials, code, now=now):
        return Turned(WRONG_CODE)
    shown = codes.new_recovery_codes()
    line = porch.line(contact_id, "recovery-codes-made", contact_id, now=now)
    porch.book.replace_recovery(credentials.person, _kept(porch, credentials.person, shown), line)
    return RecoveryCodes(shown)


def remove_second_factor(
    porch: Porch, contact_id: ContactId, *, by: str, reason: str, now: datetime
) -> None:
    """Forget the factor and end every session; the next sign-in sets a new one up."""
    line = porch.line(by, "second-factor-removed", contact_id, detail=reason, now=now)
    porch.book.remove_factor(porch.person(contact_id), line)


def _used(porch: Porch, credentials: Credentials, code: str, *, now: datetime) -> bool:
    """Whether this is a code of the factor that counts; it is used up."""
    secret = porch.keys.factor(credentials.person, credentials.factor_salt)
    step = codes.step_of(secret, code, after=credentials.last_step, now=now)
    return step is not None and porch.book.use_step(credentials.person, step)


def _kept(porch: Porch, person: PersonKey, shown: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(porch.keys.recovery(person, codes.plain_code(each)) for each in shown)


def _shown(porch: Porch, person: PersonKey, salt: str) -> NewFactor:
    secret = porch.keys.factor(person, salt)
    contact = porch.owner(person)
    return NewFactor(secret, codes.address_of(secret, name=contact.email if contact else person))
