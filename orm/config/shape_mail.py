"""The shapes of [mail.oauth2] and [mail.bounces]: access tokens, and letters that come back."""

from pydantic import Field

from orm.config.kinds import HostName, Named, Table, Text, WebAddress
from orm.config.shape_intake import MailboxTable


class BouncesTable(MailboxTable):
    """The mailbox that delivery reports come back to: that of mail.sender. Always over TLS.

    It is for reports only: every message in it is marked as read (docs/emails.md).
    """

    host: HostName = Field(
        min_length=1, description="The mailbox's server.", examples=["imap.wrenbeck.example"]
    )
    username: Named = Field(description="Name to sign in with.", examples=["orm@wrenbeck.example"])
    password: str = Field(
        description="Password to sign in with: env:NAME or file:PATH, never the password itself.",
        examples=["env:ORM_BOUNCES_PASSWORD"],
    )


class MailTokenTable(Table):
    """Signing in to the mail server with OAuth 2 (XOAUTH2) in the place of a password.

    For Microsoft 365 and Google Workspace; docs/emails.md says what to register there.
    """

    token_url: WebAddress = Field(
        description="Where tokens are given, with https.",
        examples=["https://login.microsoftonline.com/TENANT/oauth2/v2.0/token"],
    )
    client_id: Text = Field(
        min_length=1, description="The program's own id there.", examples=["00000000-0000-0000"]
    )
    client_secret: str = Field(
        description="The program's secret: env:NAME or file:PATH, never the secret itself.",
        examples=["env:ORM_MAIL_CLIENT_SECRET"],
    )
    refresh_token: str | None = Field(
        default=None,
        description="What a person's consent gave: env:NAME or file:PATH. Without it the program"
        " proves itself alone.",
        examples=["env:ORM_MAIL_REFRESH_TOKEN"],
    )
    scope: Text = Field(
        default="",
        description="What is asked for; empty where the provider knows it.",
        examples=["https://outlook.office365.com/.default"],
    )
