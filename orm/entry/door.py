"""The front door as its callers know it: the pages of the desk and `orm user`."""

from datetime import datetime

from orm.entry import factors, sessions, signing_in, ticketing
from orm.entry.outcomes import Chosen, Entered, NewFactor, RecoveryCodes, SignedIn, Turned
from orm.entry.porch import Porch
from orm.entry.signing_in import Try
from orm.model.entry import AuditLine, Purpose, Ticket
from orm.model.schools import ContactId, SchoolId


class FrontDoor(Porch):
    """Who may come in. Everything that changes something is a line of the audit trail.

    Every method raises StoreError when the database cannot be used.
    """

    __slots__ = ()

    # ---- coming in and going out

    def sign_in(
        self,
        email: str,
        password: str,
        code: str,
        *,
        address: str,
        now: datetime,
        browser: str = "",
    ) -> Entered | Turned:
        """Let a person in by password and code (TOTP or recovery).

        `address` is the client's IP address; `browser` is what `Entered` or `Chosen` gave this
        browser before, from a cookie (`orm.entry.throttle`).
        """
        tried = Try(email, password, code, address, browser)
        return signing_in.sign_in(self, tried, now=now)

    def enter_by_openid(
        self, email: str, *, issuer: str, subject: str, now: datetime
    ) -> Entered | Turned:
        """Let a person in whom an allowed provider has named."""
        return signing_in.enter_by_openid(self, email, issuer=issuer, subject=subject, now=now)

    def forget_openid(self, contact_id: ContactId, *, by: str, now: datetime) -> None:
        """The next account of the provider with this person's address is theirs."""
        self.book.unbind(
            self.person(contact_id), self.line(by, "openid-forgotten", contact_id, now=now)
        )

    def look(self, token: str, *, now: datetime) -> SignedIn | None:
        """Who is behind a session's token now."""
        return sessions.look(self, token, now=now)

    def sign_out(self, token: str, *, now: datetime) -> None:
        """End this session."""
        sessions.sign_out(self, token, now=now)

    def sign_out_everywhere(self, contact_id: ContactId, *, by: str, now: datetime) -> int:
        """End every session of a person; how many there were."""
        return sessions.sign_out_everywhere(self, contact_id, by=by, now=now)

    # ---- one-time links

    def issue(self, contact_id: ContactId, purpose: Purpose, *, by: str, now: datetime) -> str:
        """The token of a new one-time link; earlier ones of this purpose are void."""
        return ticketing.issue(self, contact_id, purpose, by=by, now=now)

    def ask_reset(self, email: str, *, address: str, now: datetime) -> tuple[ContactId, str] | None:
        """Whom to send a link to choose a password, and its token; None for nobody."""
        return ticketing.ask_reset(self, email, address=address, now=now)

    def open_ticket(self, token: str, *, now: datetime) -> Ticket | None:
        """The ticket behind a link, while it can be used; it stays unused."""
        return ticketing.open_ticket(self, token, now=now)

    def use_ticket(self, token: str, *, now: datetime) -> Ticket | None:
        """Use a ticket up without choosing a password."""
        return ticketing.use_ticket(self, token, now=now)

    def choose_password(self, token: str, password: str, *, now: datetime) -> Chosen | Turned:
        """Set the password of a ticket's person; the ticket is used up, their sessions end."""
        return ticketing.choose_password(self, token, password, now=now)

    # ---- the second factor

    def new_second_factor(
        self, contact_id: ContactId, *, now: datetime, code: str = ""
    ) -> NewFactor | Turned:
        """Begin a second factor; who has one already shows a `code` of it."""
        return factors.new_second_factor(self, contact_id, code=code, now=now)

    def pending_second_factor(self, contact_id: ContactId) -> NewFactor | None:
        """The one that was begun and not confirmed."""
        return factors.pending_second_factor(self, contact_id)

    def confirm_second_factor(
        self, contact_id: ContactId, code: str, *, token: str, now: datetime
    ) -> RecoveryCodes | Turned:
        """Make the one that was begun count; the recovery codes are shown this once.

        The session of `token` need not enrol any more; every other one of this person ends.
        """
        return factors.confirm_second_factor(self, contact_id, code, token=token, now=now)

    def new_recovery_codes(
        self, contact_id: ContactId, code: str, *, now: datetime
    ) -> RecoveryCodes | Turned:
        """Replace the recovery codes; `code` is of the app."""
        return factors.new_recovery_codes(self, contact_id, code, now=now)

    def remove_second_factor(
        self, contact_id: ContactId, *, by: str, reason: str, now: datetime
    ) -> None:
        """For a person who has lost their telephone and their recovery codes."""
        factors.remove_second_factor(self, contact_id, by=by, reason=reason, now=now)

    # ---- forms of this desk only

    def form_token(self, session_token: str, purpose: str) -> str:
        """What a form of a signed-in person carries against cross-site requests."""
        return self.keys.form(session_token, purpose)

    def form_token_holds(self, mark: str, session_token: str, purpose: str) -> bool:
        """Whether a form was made for this session and purpose."""
        return self.keys.form_holds(mark, session_token, purpose)

    def visitor_token(self, visitor: str, purpose: str) -> str:
        """The same for a form without sign-in; `visitor` is a random cookie (`keys.new_token`)."""
        return self.keys.visitor_form(visitor, purpose)

    def visitor_token_holds(self, mark: str, visitor: str, purpose: str) -> bool:
        """Whether a form was made for this visitor and purpose."""
        return self.keys.visitor_form_holds(mark, visitor, purpose)

    # ---- the audit trail

    def note(
        self,
        contact_id: ContactId,
        action: str,
        subject: str,
        school_id: SchoolId | None,
        detail: str,
        now: datetime,
    ) -> None:
        """Write down what a person did or saw; never post text, a password or an address."""
        self.book.note(AuditLine(now, contact_id, action, subject, school_id, detail))

    def audit(
        self, since: datetime, school_ids: frozenset[SchoolId], most: int
    ) -> tuple[AuditLine, ...]:
        """The newest lines first; an empty set is the whole installation."""
        return self.book.audit(since=since, school_ids=school_ids, most=most)

    def tidy(self, *, now: datetime) -> None:
        """Delete ended sessions, old links and tries; for the daily round."""
        sessions.tidy(self, now=now)
