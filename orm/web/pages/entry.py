"""Coming in and going out: sign-in, one-time links, the second factor, one's own account."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import segno

from orm.entry.outcomes import Entered, NewFactor, RecoveryCodes, Turned
from orm.entry.ticketing import link
from orm.errors import EntryRefused, Unreachable
from orm.model.entry import Purpose
from orm.model.schools import ContactId
from orm.web.asking import Answer, Ask, Missing, Page, Shown, Went
from orm.web.forms import Choice, Filled, Problem, needed
from orm.web.routes import ANYBODY, ENROLLING, EVERY_PERSON, look, press
from orm.wiring.linking import queue_link

_BACK = "/sign-in/back"
_ASKED = (
    "If this address is on the desk's list of people, a link is on its way to it. It can be used"
    " once, within an hour. Nothing came after ten minutes? Ask your IT manager."
)


@dataclass(frozen=True, slots=True)
class SignInView:
    """The sign-in page. `providers` are the other ways in, with the address of each."""

    filled: Filled
    to: str
    local: bool
    providers: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class PasswordView:
    """The page behind a one-time link. `path` is the link's own."""

    filled: Filled
    email: str
    path: str


@dataclass(frozen=True, slots=True)
class FactorView:
    """Setting up the second factor: a picture for the app, and the same as words."""

    filled: Filled
    picture: str
    secret: str


@dataclass(frozen=True, slots=True)
class CodesView:
    """Recovery codes, shown once."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountView:
    """One's own account."""

    filled: Filled
    roles: tuple[str, ...]
    by_password: bool


def sign_in(ask: Ask) -> Answer:
    """The page that asks who is there."""
    if ask.who is not None:
        return Went(_onward(ask.query.one("next")))
    return _sign_in(ask, Filled(), to=ask.query.one("next"))


def enter(ask: Ask) -> Answer:
    """Password and code, looked at."""
    wrong = needed(
        ask.form,
        ("email", "Type the email address that the school has for you."),
        ("password", "Type your password."),
    )
    to = ask.form.one("next")
    if wrong or not ask.house.config.desk.local_accounts:
        return _sign_in(ask, Filled(ask.form, wrong), to=to)
    came = ask.door.sign_in(
        ask.form.one("email"),
        ask.form.values.get("password", ("",))[-1],
        ask.form.one("code"),
        address=ask.address,
        now=ask.now,
        browser=ask.browser,
    )
    if isinstance(came, Turned):
        return _sign_in(ask, Filled(ask.form, (Problem("", came.sentence),)), to=to)
    return _entered(came, to)


def with_provider(ask: Ask) -> Answer:
    """On to another place that knows the person."""
    try:
        url = ask.providers.start(
            ask.path["name"], visitor=ask.visitor, back=f"{ask.url}{_BACK}", now=ask.now
        )
    except Unreachable:
        return _no_provider(ask)
    return Missing() if url is None else Went(url)


def back(ask: Ask) -> Answer:
    """Back from there."""
    try:
        person = ask.providers.finish(
            visitor=ask.visitor,
            back=f"{ask.url}{_BACK}",
            state=ask.query.one("state"),
            code=ask.query.one("code"),
            error=ask.query.one("error"),
            now=ask.now,
        )
    except EntryRefused as error:
        return _sign_in(ask, Filled(problems=(Problem("", str(error)),)), to="")
    except Unreachable:
        return _no_provider(ask)
    came = ask.door.enter_by_openid(
        person.email, issuer=person.issuer, subject=person.subject, now=ask.now
    )
    if isinstance(came, Turned):
        return _sign_in(ask, Filled(problems=(Problem("", came.sentence),)), to="")
    return _entered(came, "")


def sign_out(ask: Ask) -> Answer:
    """The session ends."""
    ask.door.sign_out(ask.token, now=ask.now)
    return Went("/sign-in", done="signed-out", token="")


def forgotten(_: Ask) -> Answer:
    """The page of who cannot sign in."""
    return Page("forgotten.html", "You cannot sign in", Filled())


def send_link(ask: Ask) -> Answer:
    """A link to choose a new password, to an address that is known; the answer is always the same."""
    wrong = needed(ask.form, ("email", "Type the email address that the school has for you."))
    if wrong:
        filled = Filled(ask.form, wrong)
        return Page("forgotten.html", "You cannot sign in", filled, status=422)
    asked = ask.door.ask_reset(ask.form.one("email"), address=ask.address, now=ask.now)
    if asked is not None:
        _post_link(ask, *asked)
    return Page("message.html", "Look at your email", _ASKED)


def ticket(ask: Ask) -> Answer:
    """Behind a one-time link: choose a password."""
    return _ticket(ask, Filled())


def choose(ask: Ask) -> Answer:
    """The password, chosen."""
    password = ask.form.values.get("password", ("",))[-1]
    if password != ask.form.values.get("again", ("",))[-1]:
        problem = Problem("again", "The two are not the same. Type the password again.")
        return _ticket(ask, Filled(problems=(problem,)))
    chosen = ask.door.choose_password(ask.path["token"], password, now=ask.now)
    if isinstance(chosen, Turned):
        return _ticket(ask, Filled(problems=(Problem("password", chosen.sentence),)))
    return Went("/sign-in", done="password", token="", browser=chosen.browser)


def second_factor(ask: Ask) -> Answer:
    """The page that sets up a code app."""
    who = ask.reader.contact.id
    pending = ask.door.pending_second_factor(who)
    factor = pending or ask.door.new_second_factor(who, now=ask.now)
    if isinstance(factor, Turned):
        return Went("/me")
    return _factor(factor, Filled())


def confirm(ask: Ask) -> Answer:
    """The app's first code."""
    who = ask.reader.contact.id
    came = ask.door.confirm_second_factor(who, ask.form.one("code"), token=ask.token, now=ask.now)
    if isinstance(came, RecoveryCodes):
        return Page("recovery_codes.html", "Keep these codes", CodesView(came.codes))
    factor = ask.door.pending_second_factor(who)
    if factor is None:
        return Went("/second-factor")
    return _factor(factor, Filled(problems=(Problem("code", came.sentence),)))


def account(ask: Ask) -> Answer:
    """One's own account."""
    return _account(ask, Filled())


def new_codes(ask: Ask) -> Answer:
    """Eight new recovery codes."""
    came = ask.door.new_recovery_codes(ask.reader.contact.id, ask.form.one("code"), now=ask.now)
    if isinstance(came, Turned):
        return _account(ask, Filled(problems=(Problem("code", came.sentence),)))
    return Page("recovery_codes.html", "Keep these codes", CodesView(came.codes))


def sign_out_everywhere(ask: Ask) -> Answer:
    """Every session of one's own ends."""
    who = ask.reader.contact.id
    ask.door.sign_out_everywhere(who, by=who, now=ask.now)
    return Went("/sign-in", done="signed-out", token="")


def security_txt(ask: Ask) -> Answer:
    """Whom to tell of a weakness (RFC 9116)."""
    config = ask.house.config
    contact = config.desk.security_contact or config.manners.contact
    address = f"mailto:{contact}" if "@" in contact and ":" not in contact else contact
    expires = ask.now.replace(microsecond=0, year=ask.now.year + 1, day=1)
    lines = (f"Contact: {address}", f"Expires: {expires.isoformat()}", "Preferred-Languages: en")
    return Shown("text/plain", "\n".join(lines) + "\n")


def _post_link(ask: Ask, contact_id: ContactId, token: str) -> None:
    contact = ask.door.contact(contact_id)
    if contact is not None:
        queue_link(ask.house, contact, link(ask.url, token), Purpose.RESET, now=ask.now)


def _sign_in(ask: Ask, filled: Filled, *, to: str) -> Page:
    providers = tuple(Choice(f"/sign-in/with/{name}", name) for name in ask.providers.named)
    view = SignInView(filled, to, ask.house.config.desk.local_accounts, providers)
    return Page("sign_in.html", "Sign in", view, status=422 if filled.problems else 200)


def _no_provider(ask: Ask) -> Page:
    says = "That service does not answer just now. Try again in a minute, or sign in another way."
    return _sign_in(ask, Filled(problems=(Problem("", says),)), to="")


def _entered(came: Entered, to: str) -> Went:
    onward = "/second-factor" if came.must_enrol else _onward(to)
    return Went(onward, token=came.token, browser=came.browser)


def _onward(to: str) -> str:
    """A page of the desk; never another site, whatever a link says."""
    parts = urlsplit(to)
    is_ours = to.startswith("/") and not to.startswith(("//", "/\\")) and not parts.netloc
    return to if is_ours and to.isprintable() and "\\" not in to else "/"


def _ticket(ask: Ask, filled: Filled) -> Page:
    found = ask.door.open_ticket(ask.path["token"], now=ask.now)
    contact = ask.door.contact(found.contact_id) if found else None
    if contact is None:
        says = "This link was used already, or its time is over. Ask for a new one."
        return Page("message.html", "This link is over", says, status=404)
    view = PasswordView(filled, contact.email, ask.target)
    status = 422 if filled.problems else 200
    return Page("choose_password.html", "Choose a password", view, status=status)


def _factor(factor: NewFactor, filled: Filled) -> Page:
    picture = segno.make(factor.uri, error="m").svg_inline(scale=4, border=2, omitsize=True)
    view = FactorView(filled, picture, " ".join(_fours(factor.secret)))
    status = 422 if filled.problems else 200
    return Page("second_factor.html", "Set up your code app", view, status=status)


def _fours(text: str) -> list[str]:
    return [text[at : at + 4] for at in range(0, len(text), 4)]


def _account(ask: Ask, filled: Filled) -> Page:
    reader = ask.reader
    view = AccountView(
        filled=filled,
        roles=tuple(sorted(reader.contact.roles)),
        by_password=reader.session.method == "password",
    )
    return Page("account.html", "Your account", view, status=422 if filled.problems else 200)


ROUTES = (
    look("/sign-in", sign_in, ANYBODY),
    press("/sign-in", enter, ANYBODY),
    look("/sign-in/with/{name}", with_provider, ANYBODY),
    look(_BACK, back, ANYBODY),
    look("/sign-in/forgotten", forgotten, ANYBODY),
    press("/sign-in/forgotten", send_link, ANYBODY),
    press("/sign-out", sign_out, ENROLLING),
    look("/enter/{token}", ticket, ANYBODY),
    press("/enter/{token}", choose, ANYBODY),
    look("/second-factor", second_factor, ENROLLING),
    press("/second-factor", confirm, ENROLLING),
    look("/me", account, EVERY_PERSON),
    press("/me/recovery-codes", new_codes, EVERY_PERSON),
    press("/me/sign-out-everywhere", sign_out_everywhere, EVERY_PERSON),
    look("/.well-known/security.txt", security_txt, ANYBODY),
)
