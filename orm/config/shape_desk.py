"""The shape of [desk]: where the desk listens and who may come in."""

from pydantic import Field

from orm.config.kinds import Cidr, MailDomain, Named, Table, WebAddress, WebmasterContact

_TENANT = "5b1f2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"


class OpenIdTable(Table):
    """A provider that people sign in with: Microsoft Entra, Google Workspace, or your own.

    docs/sign-in.md says step by step how to set it up there and here.
    """

    name: Named = Field(description="What its button says.", examples=["Microsoft 365"])
    issuer: WebAddress = Field(
        min_length=1,
        description="The provider's issuer, exactly as it writes it. Microsoft: with your tenant's"
        ' id, never "common"; Google: https://accounts.google.com.',
        examples=[f"https://login.microsoftonline.com/{_TENANT}/v2.0"],
    )
    client_id: Named = Field(
        description="The id that the provider gave to orm.",
        examples=["0f9e8d7c-6b5a-4948-8372-615040302010"],
    )
    client_secret: str = Field(
        description="The secret that the provider gave to orm: env:NAME or file:PATH, never the"
        " secret itself.",
        examples=["env:ORM_OPENID_SECRET"],
    )
    allowed_domains: tuple[MailDomain, ...] = Field(
        min_length=1,
        description="The only domains an address may have; each is one of mail.allowed_domains.",
        examples=[["wrenbeck.example"]],
    )
    allowed_tenants: tuple[Named, ...] = Field(
        default=(),
        description="Microsoft: ids of the tenants whose people may come in; needed there, and"
        " nowhere else.",
        examples=[[_TENANT]],
    )


class DeskTable(Table):
    """The desk: the web page where people decide. Its address for people is digest.desk_url."""

    enabled: bool = Field(default=True, description='Whether "orm run" serves the desk.')
    listen: Named = Field(
        default="127.0.0.1:8770",
        description="Address and port it listens on, without encryption: leave it on this machine"
        " and put a reverse proxy before it (docs/reverse-proxy.md).",
    )
    trusted_proxies: tuple[Cidr, ...] = Field(
        default=(),
        description="Networks of your reverse proxy: only these are believed about where a visitor"
        " comes from.",
        examples=[["127.0.0.1/32"]],
    )
    idle_minutes: int = Field(
        default=30, ge=5, le=240, description="A session ends after so long without a step."
    )
    session_hours: int = Field(
        default=12, ge=1, le=24, description="A session ends after so long in any case."
    )
    local_accounts: bool = Field(
        default=True,
        description="Sign-in with a password and a second factor; false leaves OpenID Connect only.",
    )
    report_link: bool = Field(
        default=False,
        description='The form "Report a post", which staff may be given as a link.',
    )
    security_contact: WebmasterContact | None = Field(
        default=None,
        description="Email address or https page in security.txt, for people who find a weakness;"
        " without it, network.contact.",
        examples=["it@wrenbeck.example"],
    )
    openid: tuple[OpenIdTable, ...] = Field(
        default=(), description="The providers that people may sign in with besides or instead."
    )
