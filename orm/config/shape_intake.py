"""The shape of [intake]: posts that people bring by hand."""

from pydantic import Field

from orm.config.kinds import HostName, Named, Table, Text


class MailboxTable(Table):
    """A mailbox that staff forward posts to; `orm intake --mailbox` reads it. Always over TLS.

    Only senders in mail.allowed_domains are accepted.
    """

    host: HostName = Field(
        min_length=1, description="The mailbox's server.", examples=["imap.wrenbeck.example"]
    )
    username: Named = Field(
        description="Name to sign in with.", examples=["seen-online@wrenbeck.example"]
    )
    password: str = Field(
        description="Password to sign in with: env:NAME or file:PATH, never the password itself.",
        examples=["env:ORM_MAILBOX_PASSWORD"],
    )
    port: int = Field(default=993, ge=1, le=65_535, description="The server's port for TLS.")
    folder: Named = Field(default="INBOX", description="The folder that is read.")
    ca_file: Text = Field(
        default="",
        description="PEM file of a certificate authority to trust besides the system's.",
        examples=["mail-ca.pem"],
    )
    timeout_seconds: float = Field(
        default=30.0, ge=1, le=300, description="Longest wait for the server's next answer."
    )


class IntakeTable(Table):
    """Posts that people saw and bring by hand."""

    mailbox: MailboxTable | None = Field(
        default=None,
        description="A mailbox that staff forward posts to. Without it: files and the command line.",
    )
