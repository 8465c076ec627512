"""[desk]: what it becomes, and what is said of one that would let in the wrong people or nobody."""

from datetime import timedelta

import pytest

from orm.config.writing import write_config
from orm.model.desk_settings import DeskSettings, OpenIdSettings, Provider
from orm.model.settings import Secret
from tests.factories_config import SMALL, problems, read

TENANT = "5b1f2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"
PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad"
AT = "desk.openid[0]"
WRITE_IT_LIKE = f"{AT}.issuer: write it like https://login.microsoftonline.com/YOUR-TENANT-ID/v2.0"
URL = '[digest]\ndesk_url = "https://orm.wrenbeck.example"\n'
MICROSOFT = f"""
[[desk.openid]]
name = "Microsoft 365"
issuer = "https://login.microsoftonline.com/{TENANT}/v2.0"
client_id = "client-1"
client_secret = "env:OPENID"
allowed_domains = ["Wrenbeck.example"]
allowed_tenants = ["{TENANT.upper()}"]
"""
GOOGLE = """
[[desk.openid]]
name = "Google"
issuer = "https://accounts.google.com"
client_id = "client-2"
client_secret = "env:OPENID"
allowed_domains = ["wrenbeck.example"]
"""
ENVIRON = {"OPENID": "mere-blue-otter-7"}


def desk(*lines: str, after: str = "") -> DeskSettings:
    """The desk of a file with these lines under [desk]."""
    table = "\n".join(["[desk]", *lines, ""])
    return read(f"{SMALL}{URL}{table}{after}", environ=ENVIRON).desk


def said(*lines: str, url: str = URL, after: str = "") -> list[str]:
    """What is wrong with the same."""
    table = "\n".join(["[desk]", *lines, ""])
    return problems(f"{SMALL}{url}{table}{after}", environ=ENVIRON)


def test_without_the_table_the_desk_has_the_defaults_of_the_domain():
    assert read(SMALL).desk == DeskSettings(security_contact="it@wrenbeck.example")
    assert read(f"{SMALL}[desk]\n").desk == read(SMALL).desk


def test_every_key_arrives():
    settings = desk(
        "enabled = false",
        'listen = "[::1]:9000"',
        'trusted_proxies = ["127.0.0.1/32", "fd00::/8"]',
        "idle_minutes = 15",
        "session_hours = 8",
        "local_accounts = false",
        "report_link = true",
        'security_contact = "https://wrenbeck.example/security"',
    )

    assert settings == DeskSettings(
        enabled=False,
        host="::1",
        port=9000,
        trusted_proxies=("127.0.0.1/32", "fd00::/8"),
        idle=timedelta(minutes=15),
        session=timedelta(hours=8),
        local_accounts=False,
        report_link=True,
        security_contact="https://wrenbeck.example/security",
    )


def test_providers_arrive_in_order_with_domains_and_tenants_in_small_letters():
    settings = desk("local_accounts = false", after=MICROSOFT + GOOGLE)

    assert settings.openid == (
        OpenIdSettings(
            name="Microsoft 365",
            issuer=f"https://login.microsoftonline.com/{TENANT}/v2.0",
            client_id="client-1",
            client_secret=Secret("mere-blue-otter-7"),
            allowed_domains=("wrenbeck.example",),
            allowed_tenants=(TENANT,),
        ),
        OpenIdSettings(
            name="Google",
            issuer="https://accounts.google.com",
            client_id="client-2",
            client_secret=Secret("mere-blue-otter-7"),
            allowed_domains=("wrenbeck.example",),
        ),
    )
    assert [each.provider for each in settings.openid] == [Provider.MICROSOFT, Provider.GOOGLE]
    assert "otter" not in repr(settings)


@pytest.mark.parametrize(
    ("listen", "host", "port"),
    [
        ("192.0.2.10:80", "192.0.2.10", 80),
        ("localhost:8770", "localhost", 8770),
        ("[::]:65535", "::", 65_535),
        ("orm-desk.internal:1", "orm-desk.internal", 1),
    ],
)
def test_it_listens_where_the_file_says(listen, host, port):
    settings = desk(f'listen = "{listen}"')

    assert (settings.host, settings.port) == (host, port)


@pytest.mark.parametrize(
    "listen",
    [
        "8770",
        ":8770",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:0",
        "127.0.0.1:65536",
        "127.0.0.1:http",
        "127.0.0.1:8770/desk",
        "http://127.0.0.1:8770",
        "::1:8770",
        "[127.0.0.1:8770",
        "[host]:8770",
        "999.0.0.1:8770",
        "a b:8770",
    ],
)
def test_a_place_to_listen_that_is_none_is_told(listen):
    (why,) = said(f'listen = "{listen}"')

    assert why == (f'desk.listen: "{listen}" must be an address and a port, like "127.0.0.1:8770"')


@pytest.mark.parametrize("everybody", ["0.0.0.0/0", "::/0"])
def test_everybody_is_no_trusted_proxy(everybody):
    (why,) = said(f'trusted_proxies = ["127.0.0.1/32", "{everybody}"]')

    assert why.startswith("desk.trusted_proxies[1]: is everybody")


def test_a_session_is_not_shorter_than_its_idle_time():
    assert said("idle_minutes = 61", "session_hours = 1") == [
        "desk.idle_minutes: is longer than session_hours; write less"
    ]
    assert said("idle_minutes = 60", "session_hours = 1") == []


def test_a_desk_that_nobody_could_enter_is_told():
    (why,) = said("local_accounts = false")

    assert why == (
        "desk.local_accounts: is false and there is no [[desk.openid]], so nobody could come in;"
        " write one of them"
    )


# ---- the address that people use -------------------------------------------------------------


def test_a_provider_needs_the_desk_s_address():
    (why,) = said(url="", after=MICROSOFT)

    assert why.startswith("digest.desk_url: is missing; a provider sends people back to it")


@pytest.mark.parametrize("provider", ["", MICROSOFT])
def test_people_sign_in_over_https_only(provider):
    (why,) = said(url=URL.replace("https:", "http:"), after=provider)

    assert why.startswith("digest.desk_url: must start with https")


@pytest.mark.parametrize("host", ["localhost:8770", "127.0.0.1:8770", "127.8.0.1"])
def test_on_this_machine_http_will_do(host):
    url = f'[digest]\ndesk_url = "http://{host}"\n'

    assert said(url=url, after=MICROSOFT) == []


def test_a_desk_that_is_off_asks_for_no_address():
    assert said("enabled = false", "local_accounts = false", url="", after=MICROSOFT) == []


# ---- providers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            f"/{TENANT}/v2.0",
            "/common/v2.0",
            f'{AT}.issuer: "common" lets in anybody with a Microsoft account; write your own',
        ),
        (
            f"/{TENANT}/v2.0",
            "/Organizations/v2.0",
            f'{AT}.issuer: "organizations" lets in anybody with a Microsoft account; write your own',
        ),
        (
            f"/{TENANT}/v2.0",
            f"/{PERSONAL}/v2.0",
            f'{AT}.issuer: "{PERSONAL}" lets in anybody with a Microsoft account; write your own',
        ),
        (f"/{TENANT}/v2.0", "/consumers/v2.0", f'{AT}.issuer: "consumers" lets in anybody'),
        (f"/{TENANT}/v2.0", "/wrenbeck.example/v2.0", f"{WRITE_IT_LIKE}, with the id that Entra"),
        (f"/{TENANT}/v2.0", f"/{TENANT.upper()}/v2.0", f"{WRITE_IT_LIKE}, with the id that Entra"),
        (f"/{TENANT}/v2.0", f"/{TENANT}/v2.0/", f"{WRITE_IT_LIKE}, with the id that Entra"),
        (f"/{TENANT}/v2.0", f"/{TENANT}", f"{WRITE_IT_LIKE}, with the id that Entra"),
        (f".com/{TENANT}/v2.0", f".com:444/{TENANT}/v2.0", f"{WRITE_IT_LIKE}, with the id that"),
        (f"login.microsoftonline.com/{TENANT}/v2.0", f"sts.windows.net/{TENANT}/", WRITE_IT_LIKE),
        ("https://login", "http://login", f"{AT}.issuer: must start with https"),
        ("/v2.0", "/v2.0?p=x", f'{AT}.issuer: holds a "?" or a "#"; write the issuer alone'),
        (
            f'allowed_tenants = ["{TENANT.upper()}"]\n',
            "",
            f'{AT}.allowed_tenants: is missing; write allowed_tenants = ["{TENANT}"]',
        ),
        (
            TENANT.upper(),
            "77777777-4e5f-4a6b-8c7d-9e0f1a2b3c4d",
            f"{AT}.allowed_tenants: does not hold the issuer's own tenant, {TENANT}, so",
        ),
        (
            f'["{TENANT.upper()}"]',
            f'["{TENANT}", "common"]',
            f'{AT}.allowed_tenants[1]: "common" lets in anybody with a Microsoft account; remove it',
        ),
        (
            f'["{TENANT.upper()}"]',
            f'["{TENANT}", "wrenbeck"]',
            f'{AT}.allowed_tenants[1]: "wrenbeck" is not a tenant\'s id',
        ),
        (
            '["Wrenbeck.example"]',
            '["wrenbeck.example", "mereside.example"]',
            f'{AT}.allowed_domains[1]: "mereside.example" is not in mail.allowed_domains',
        ),
        ('["Wrenbeck.example"]', '["gmail.com"]', f"{AT}.allowed_domains[0]:"),
        ('["Wrenbeck.example"]', "[]", f"{AT}.allowed_domains: a list must hold at least one"),
        ("env:OPENID", "env:NO", f"{AT}.client_secret: the environment variable NO is not set"),
        ("client_id =", "client =", f"{AT}.client: no such key"),
        ('"Microsoft 365"', '""', f'{AT}.name: "" must not be empty'),
    ],
)
def test_a_provider_that_cannot_be_used_is_told_with_its_path(old, new, says):
    assert old in MICROSOFT

    why = said(after=MICROSOFT.replace(old, new, 1))

    assert [each for each in why if each.startswith(says)], why


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "accounts.google.com",
            "accounts.google.com/",
            f'{AT}.issuer: Google\'s issuer is written "https://accounts.google.com"',
        ),
        (
            "client_id",
            f'allowed_tenants = ["{TENANT}"]\nclient_id',
            f"{AT}.allowed_tenants: belongs to Microsoft only; remove it",
        ),
    ],
)
def test_google_is_written_as_google_writes_it(old, new, says):
    assert said(after=GOOGLE.replace(old, new, 1)) == [says]


@pytest.mark.parametrize(
    "issuer", ["https://sso.wrenbeck.example/realms/staff", "http://127.0.0.1:8080"]
)
def test_a_school_s_own_provider_may_be_written(issuer):
    settings = desk(after=GOOGLE.replace("https://accounts.google.com", issuer))

    assert settings.openid[0].provider is Provider.OTHER


def test_a_secret_in_the_open_is_refused_and_never_quoted():
    (why,) = said(after=GOOGLE.replace("env:OPENID", "mere-blue-otter-7"))

    assert why.startswith(f"{AT}.client_secret: a secret must not stand in this file")
    assert "otter" not in why


def test_two_buttons_do_not_say_the_same():
    second = GOOGLE.replace('"Google"', '"microsoft 365"').replace("client-2", "client-1")

    assert said(after=MICROSOFT + second) == [
        "desk.openid[1].name: is desk.openid[0]'s name too; give each its own",
        "desk.openid[1].client_id: is desk.openid[0]'s client_id too; give each its own",
    ]


def test_every_problem_is_told_at_once():
    wrong = GOOGLE.replace("wrenbeck.example", "elsewhere.example").replace("env:", "")

    assert len(said('listen = "x"', "idle_minutes = 1", after=wrong)) == 1
    assert len(said('listen = "x"', "local_accounts = false", after=wrong)) == 3


def test_the_written_file_shows_the_desk_and_a_provider_behind_comments():
    written = write_config({}, {}).partition("[desk]")[2]

    assert '#listen = "127.0.0.1:8770"' in written
    assert "#[[desk.openid]]" in written
    assert '#client_secret = "env:ORM_OPENID_SECRET"' in written
