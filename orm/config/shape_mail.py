"""The shape of [mail.oauth2]: how the access token for the mail server is fetched."""

from pydantic import Field

from orm.config.kinds import Table, Text, WebAddress


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
