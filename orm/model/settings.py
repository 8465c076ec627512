"""What the operator decides, as the parts of the house receive it."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum

from orm.model.judgement import Route


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that never shows itself: repr and str hide it. `reveal()` is called at the edge."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """The value."""
        return self._value

    def __str__(self) -> str:
        """Hidden."""
        return "***"


POLLS_PER_THREAD = 8
"""How many polls per thread a run takes on at once; the last of them must end within its lease."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How the house behaves on other people's servers.

    `contact` is an address or page that a webmaster can write to; it is part of the User-Agent.
    `read_seconds` limits each wait for data, `total_seconds` a whole exchange, redirects included.
    `max_bytes` caps the decompressed body. `spacing_seconds` is the least pause per registrable
    domain. `allow_addresses` are networks in CIDR form that may be fetched although they are not
    public: for the demo and tests only.
    """

    contact: str
    connect_seconds: float = 10.0
    read_seconds: float = 15.0
    total_seconds: float = 45.0
    max_bytes: int = 5_000_000
    max_redirects: int = 5
    spacing_seconds: float = 2.0
    threads: int = 4
    lease_seconds: float = 600.0
    start_spread_seconds: float = 900.0
    allow_addresses: tuple[str, ...] = ()


class Transport(StrEnum):
    """How letters leave. FILE writes one .eml per letter into a folder."""

    FILE = "file"
    SMTP = "smtp"


class Tls(StrEnum):
    """STARTTLS upgrades a plain connection and refuses to go on without; TLS starts encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class MailTokenSettings:
    """How the access token for the mail server is fetched (XOAUTH2).

    Without `refresh_token` the program proves itself alone (grant `client_credentials`).
    """

    token_url: str
    client_id: str
    client_secret: Secret
    refresh_token: Secret | None = None
    scope: str = ""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where letters go. `folder` is used by FILE; the rest by SMTP, except `sender`.

    `oauth2` is in the place of `password`.

    `ca_file` is a PEM file to trust besides the system's, for a school's own mail server.
    `allowed_domains` are the only domains a recipient may have (domain.md §5.3).
    """

    transport: Transport
    sender: str
    allowed_domains: tuple[str, ...]
    folder: str = "outbox"
    host: str = ""
    port: int = 587
    tls: Tls = Tls.STARTTLS
    username: str = ""
    password: Secret | None = None
    ca_file: str = ""
    timeout_seconds: float = 30.0
    oauth2: MailTokenSettings | None = None


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """A mailbox that is read: an IMAP mailbox, always over TLS.

    `ca_file` is a PEM file to trust besides the system's. `at` is its place in config.toml.
    """

    host: str
    username: str
    password: Secret
    port: int = 993
    folder: str = "INBOX"
    ca_file: str = ""
    timeout_seconds: float = 30.0
    at: str = "intake.mailbox"


@dataclass(frozen=True, slots=True)
class JudgeSettings:
    """Another judge: an OpenAI-compatible chat endpoint that the operator runs and answers for.

    `accepted` is the day and the name of who does. `ca_file` is a PEM file to trust besides the
    system's. `timeout_seconds` limits one whole answer.
    """

    url: str
    model: str
    accepted: str
    key: Secret | None = None
    ca_file: str = ""
    timeout_seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class DigestRules:
    """When the weekly digest goes out: `weekday` 0 is Monday, `at` is Europe/London time.

    `desk_url` is the address of the desk for links, or empty while there is none. Schools take turns
    within `spread` after that time, each always at its own minute.
    """

    weekday: int = 0
    at: time = time(7, 30)
    term_time_only: bool = True
    desk_url: str = ""
    spread: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """When people may be reminded of a case, Europe/London time, and who is told out of hours.

    Quiet hours start at `quiet_from` and end before `quiet_until`, over midnight where that is the
    earlier hour; two equal hours are none. `on_call` is a contact's id or a role, or empty.
    """

    quiet_from: time = time(20, 0)
    quiet_until: time = time(7, 0)
    on_call: str = ""


@dataclass(frozen=True, slots=True)
class Retention:
    """How long things are kept (domain.md §3.6)."""

    hashes: timedelta = timedelta(days=30)
    ordinary_text: timedelta = timedelta(days=90)
    dismissed: timedelta = timedelta(days=7)
    sealed_text: timedelta = timedelta(days=30)
    fetch_log: timedelta = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class PolicyProfile:
    """What this school's own policy contains (domain.md §1.5): routes it lacks are never proposed.

    Deadlines are in school days. `ex_pupils_are_community` settles 001 against 002.
    """

    routes: frozenset[Route] = frozenset(Route)
    deletion_due_school_days: int = 2
    safeguarding_system: str = ""
    local_advice_service: str = ""
    complaints_url: str = ""
    whistleblowing_url: str = ""
    privacy_url: str = ""
    ex_pupils_are_community: bool = True
    child_age: int = 13
