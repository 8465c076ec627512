"""The file's shape: one class per table, one field per key. Its words are the operator's manual.

Each description becomes the comment in config.toml and the line in docs/configuration.md.
Defaults equal those of the domain's dataclasses (tests/unit/config/test_loading.py holds that).
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from orm.config.kinds import (
    Acceptance,
    Cidr,
    Email,
    HostName,
    MailDomain,
    Named,
    Table,
    Text,
    WebAddress,
    WebmasterContact,
)
from orm.config.shape_alerts import AlertsTable
from orm.config.shape_desk import DeskTable
from orm.config.shape_digest import DigestTable
from orm.config.shape_evidence import EvidenceTable
from orm.config.shape_intake import IntakeTable
from orm.config.shape_judge import JudgeTable
from orm.config.shape_letters import LettersTable
from orm.config.shape_mail import BouncesTable, MailTokenTable
from orm.config.shape_reminders import PoshClosedTable, RemindersTable
from orm.config.shape_schools import ContactTable, SchoolTable
from orm.model.judgement import Route
from orm.model.settings import Tls, Transport

Days = Annotated[int, Field(ge=1, le=366)]


class NetworkTable(Table):
    """How we behave on other people's servers."""

    contact: WebmasterContact = Field(
        description="Email address or https page in our User-Agent, where a webmaster can reach you.",
        examples=["it@wrenbeck.example"],
    )
    spacing_seconds: float = Field(
        default=2.0,
        ge=0,
        le=600,
        description="Least pause between two requests to one domain; under 1 for demo and tests only.",
    )
    threads: int = Field(default=4, ge=1, le=32, description="Requests under way at one time.")
    connect_seconds: float = Field(
        default=10.0, ge=0.1, le=60, description="Longest wait for a connection."
    )
    read_seconds: float = Field(
        default=15.0, ge=0.1, le=120, description="Longest wait for the next piece of an answer."
    )
    total_seconds: float = Field(
        default=45.0, ge=1, le=600, description="Longest time for one answer, redirects included."
    )
    max_bytes: int = Field(
        default=5_000_000, ge=10_000, le=50_000_000, description="Largest answer read, unpacked."
    )
    max_redirects: int = Field(default=5, ge=0, le=10, description="Longest chain of redirects.")
    lease_seconds: float = Field(
        default=600.0,
        ge=10,
        le=7200,
        description="After this long, another worker takes over unfinished work; longer than "
        "total_seconds.",
    )
    start_spread_seconds: float = Field(
        default=900.0, ge=0, le=86_400, description="New sources start evenly over this time."
    )
    allow_addresses: tuple[Cidr, ...] = Field(
        default=(),
        description="Networks that may be fetched although they are not public: demo and tests only.",
        examples=[["127.0.0.0/8"]],
    )


class DatabaseTable(Table):
    """Where everything is remembered."""

    url: Text = Field(
        default="",
        description="SQLite file or PostgreSQL address; empty means orm.db in data_folder. An address "
        "with a password is written env:NAME or file:PATH.",
        examples=["sqlite:///data/orm.db"],
    )


class MailTable(Table):
    """How letters leave."""

    transport: Transport = Field(
        description='"file" writes one .eml per letter into a folder; "smtp" sends.',
        examples=["file"],
    )
    sender: Email = Field(
        description="The address letters come from.", examples=["orm@wrenbeck.example"]
    )
    allowed_domains: tuple[MailDomain, ...] = Field(
        min_length=1,
        description="The only domains a letter may go to: the school's and the trust's.",
        examples=[["wrenbeck.example"]],
    )
    folder: Text = Field(
        default="", description='Where "file" writes; needed by it.', examples=["data/outbox"]
    )
    host: HostName = Field(
        default="", description='Mail server; needed by "smtp".', examples=["smtp.wrenbeck.example"]
    )
    port: int = Field(default=587, ge=1, le=65_535, description="Mail server's port.")
    tls: Tls = Field(
        default=Tls.STARTTLS,
        description='"starttls" upgrades a plain connection or stops; "tls" starts encrypted '
        "(port 465).",
    )
    username: Text = Field(
        default="", description="Name to sign in with; empty to send without signing in."
    )
    password: str | None = Field(
        default=None,
        description="Password to sign in with: env:NAME or file:PATH, never the password itself.",
        examples=["env:ORM_SMTP_PASSWORD"],
    )
    ca_file: Text = Field(
        default="",
        description="PEM file of a certificate authority to trust besides the system's.",
        examples=["mail-ca.pem"],
    )
    timeout_seconds: float = Field(
        default=30.0, ge=1, le=300, description="Longest wait for the mail server."
    )
    oauth2: MailTokenTable | None = Field(
        default=None, description="OAuth 2 in the place of a password."
    )
    bounces: BouncesTable | None = Field(
        default=None, description="Where letters that could not be delivered come back to."
    )


class TermTable(Table):
    """A school term, in order, none overlapping another."""

    first_on: date = Field(description="First day of the term.", examples=[date(2026, 9, 2)])
    last_on: date = Field(description="Last day of the term.", examples=[date(2026, 12, 18)])


class CalendarTable(Table):
    """When the school is open. Without terms every weekday but a bank holiday is a school day."""

    nation: Literal["ENG", "WLS", "SCT", "NIR"] = Field(
        default="ENG", description="Whose bank holidays count: ENG, WLS, SCT or NIR."
    )
    inset_on: frozenset[date] = Field(
        default=frozenset(),
        description="INSET days: no pupils, not a school day.",
        examples=[[date(2026, 10, 23)]],
    )
    terms: tuple[TermTable, ...] = Field(
        default=(), description="The terms. Add each school year's when they are known."
    )
    posh_closed: tuple[PoshClosedTable, ...] = Field(
        default=(), description="When POSH is closed besides weekends and bank holidays."
    )


class PolicyTable(Table):
    """What this school's own social media policy contains; letters and proposals keep to it."""

    routes: frozenset[Route] | None = Field(
        default=None,
        description="Routes your policy contains; the others are never proposed. Without this key: "
        "all. NO_ACTION, DSL, MYCONCERN_REF, LADO, POLICE_999, POLICE_101 and CHAIR are always open.",
        examples=[["REPLY_PUBLIC", "COMPLAINTS", "DELETION_REQUEST", "PLATFORM_REPORT", "POSH"]],
    )
    deletion_due_school_days: int = Field(
        default=2,
        ge=1,
        le=20,
        description="School days a person has to answer a deletion request.",
    )
    safeguarding_system: Text = Field(
        default="",
        description="Name of the system where the DSL records concerns; sealed cases name it.",
        examples=["MyConcern"],
    )
    local_advice_service: Text = Field(
        default="",
        description="Your council's or trust's safeguarding or online-safety adviser; every case names "
        "them.",
        examples=["Eastmarch Council online safety adviser, 01632 960001"],
    )
    complaints_url: WebAddress = Field(
        default="",
        description="Page of the complaints procedure, for letters.",
        examples=["https://wrenbeck.example/complaints"],
    )
    whistleblowing_url: WebAddress = Field(
        default="",
        description="Page of the whistleblowing procedure; the settings page names it.",
        examples=["https://wrenbeck.example/whistleblowing"],
    )
    privacy_url: WebAddress = Field(
        default="",
        description="The school's privacy notice, for letters.",
        examples=["https://wrenbeck.example/privacy"],
    )
    ex_pupils_are_community: bool = Field(
        default=True,
        description="Former pupils belong to the school community: they may be asked, never "
        "sanctioned. The settings page says it; nothing else depends on it yet.",
    )
    child_age: int = Field(
        default=13,
        ge=10,
        le=18,
        description="No text or handle is kept of an author who seems younger than this.",
    )


class RetentionTable(Table):
    """How many days things are kept. Change these together with your DPIA."""

    hashes_days: Days = Field(
        default=30, description="Fingerprints of items that are not about us."
    )
    ordinary_text_days: Days = Field(
        default=90, description="Text of praise, questions and civil criticism; then counts only."
    )
    dismissed_days: Days = Field(default=7, description="Items a person dismissed.")
    sealed_text_days: Days = Field(
        default=30, description="Text of sealed items, after the DSL confirms the hand-over."
    )
    fetch_log_days: Days = Field(default=90, description="The record of what was fetched when.")


class SourceKeyTable(Table):
    """One of several keys of a source."""

    name: str = Field(
        default="",
        description="What it is for, as docs/sources.md says: an account, a server, an alert. "
        "Empty: everything else.",
        examples=["100200300400500"],
    )
    secret: str = Field(description="env:NAME or file:PATH.", examples=["env:ORM_SOURCE_KEY"])
    ends: date | None = Field(
        default=None,
        description="Its last day; the digest says so two weeks before.",
        examples=[date(2027, 1, 14)],
    )


class SourceTable(Table):
    """The keys that every source has besides its own options."""

    enabled: bool | None = Field(
        default=None,
        description="Whether it runs. Without this key: class A runs, B runs once its terms are "
        "accepted, C once it has a key.",
        examples=[True],
    )
    accept_terms: Acceptance = Field(
        default="",
        description="Class B: the day and the name of the person who has read the terms in "
        "docs/sources.md and answers for this use.",
        examples=["2026-11-20 J. Okafor"],
    )
    key: str | None = Field(
        default=None,
        description="The source's key: env:NAME or file:PATH.",
        examples=["env:ORM_SOURCE_KEY"],
    )
    monthly_budget: float | None = Field(
        default=None,
        ge=0,
        le=100_000,
        description="The most that a paid source may cost in a month, in US dollars; it stops before "
        "that. Without this key there is no limit but the source's own.",
        examples=[10.0],
    )
    keys: tuple[SourceKeyTable, ...] = Field(
        default=(), description="Several keys, or one whose last day you know."
    )


class FileTable(Table):
    """The whole file: what stands before the first table, then the tables."""

    data_folder: Named = Field(
        default="data",
        description="Folder for the database and everything else that is written. Paths are "
        "relative to this file's folder.",
        examples=["data"],
    )
    network: NetworkTable = Field(description="How we behave on other people's servers.")
    database: DatabaseTable = Field(
        default=DatabaseTable(), description="Where everything is remembered."
    )
    mail: MailTable = Field(description="How letters leave.")
    digest: DigestTable = Field(default=DigestTable(), description="The weekly digest.")
    desk: DeskTable = Field(default=DeskTable(), description="The web page where people decide.")
    calendar: CalendarTable = Field(default=CalendarTable(), description="When the school is open.")
    reminders: RemindersTable = Field(
        default=RemindersTable(), description="When people are reminded."
    )
    alerts: AlertsTable = Field(default=AlertsTable(), description="Other ways than email.")
    policy: PolicyTable = Field(default=PolicyTable(), description="What your policy contains.")
    retention: RetentionTable = Field(
        default=RetentionTable(), description="How long things are kept."
    )
    intake: IntakeTable = Field(
        default=IntakeTable(), description="Posts that people bring by hand."
    )
    evidence: EvidenceTable = Field(
        default=EvidenceTable(), description="Where the evidence of cases is kept."
    )
    letters: LettersTable = Field(
        default=LettersTable(), description="What the school's letters stand on."
    )
    judge: JudgeTable = Field(default=JudgeTable(), description="Another judge; off by default.")
    schools: tuple[SchoolTable, ...] = Field(min_length=1, description="The schools to watch.")
    contacts: tuple[ContactTable, ...] = Field(description="The people who act for them.")
