"""A right file becomes values; a file that cannot be read is told in one sentence."""

from datetime import date, time, timedelta

import pytest

from orm.config.loading import load
from orm.errors import ConfigError
from orm.model.judgement import Route
from orm.model.schools import (
    AccountStatus,
    Contact,
    ContactId,
    Namesake,
    OfficialAccount,
    Role,
    School,
    SchoolCalendar,
    SchoolId,
    Term,
)
from orm.model.settings import (
    DigestRules,
    MailSettings,
    Manners,
    PolicyProfile,
    Retention,
    Tls,
    Transport,
)
from tests.factories_config import SMALL, problems, read, under

FULL_SCHOOL = """
[[schools]]
id = "st-orrins"
name = "St Orrin's C of E Primary School"
town = "Harrowmere"
aliases = ["St Orrin's Primary"]
short_names = ["St Orrin's"]
former_names = ["Harrowmere Church School"]
county = "Eastmarch"
postcode = "hm47qt"
local_authority = "Eastmarch Council"
urn = "990102"
website = "st-orrins.example"
trust = "Mereside Learning Trust"
school_type = "Primary, academy"
context_terms = ["Church Lane"]

[[schools.namesakes]]
name = "St Orrin's, Tollworth"
what = "a church"

[[schools.accounts]]
platform = "youtube"
handle = "UC123"
display_name = "St Orrin's"
status = "dormant"
"""


def test_what_the_file_leaves_out_has_the_default_of_the_domain():
    config = read(SMALL)

    assert config.manners == Manners(contact="it@wrenbeck.example")
    assert config.digest == DigestRules()
    assert config.retention == Retention()
    assert config.calendar == SchoolCalendar()
    assert config.profile == PolicyProfile()
    assert config.mail == MailSettings(
        transport=Transport.FILE,
        sender="orm@wrenbeck.example",
        allowed_domains=("wrenbeck.example",),
        folder="/srv/orm/outbox",
    )


def test_every_key_of_a_school_arrives():
    schools = read(SMALL + FULL_SCHOOL).schools

    assert schools == (
        School(id=SchoolId("wrenbeck"), name="Wrenbeck Primary School", town="Harrowmere"),
        School(
            id=SchoolId("st-orrins"),
            name="St Orrin's C of E Primary School",
            town="Harrowmere",
            aliases=("St Orrin's Primary",),
            short_names=("St Orrin's",),
            former_names=("Harrowmere Church School",),
            county="Eastmarch",
            postcode="HM4 7QT",
            local_authority="Eastmarch Council",
            urn="990102",
            website="https://st-orrins.example",
            trust="Mereside Learning Trust",
            school_type="Primary, academy",
            context_terms=("Church Lane",),
            namesakes=(Namesake("St Orrin's, Tollworth", "a church"),),
            accounts=(
                OfficialAccount("youtube", "UC123", "St Orrin's", status=AccountStatus.DORMANT),
            ),
        ),
    )


def test_every_key_of_a_contact_arrives():
    deputy = (
        '[[contacts]]\nid = "deputy"\nname = "Cass Elm"\nemail = "cass@wrenbeck.example"\n'
        'roles = ["slt", "comms"]\ndeputy = "head"\nschools = ["wrenbeck"]\ndigest = false\n'
    )

    assert read(SMALL + deputy).contacts[2] == Contact(
        id=ContactId("deputy"),
        name="Cass Elm",
        email="cass@wrenbeck.example",
        roles=frozenset({Role.SLT, Role.COMMS}),
        deputy=ContactId("head"),
        schools=frozenset({SchoolId("wrenbeck")}),
        digest=False,
    )


def test_terms_and_inset_days_arrive_as_dates():
    text = under(
        "calendar",
        'nation = "WLS"',
        "inset_on = [2026-10-23]",
        "terms = [{ first_on = 2026-09-02, last_on = 2026-12-18 }]",
    )

    assert read(text).calendar == SchoolCalendar(
        nation="WLS",
        terms=(Term(date(2026, 9, 2), date(2026, 12, 18)),),
        inset_on=frozenset({date(2026, 10, 23)}),
    )


@pytest.mark.parametrize("written", ['"15:05"', "15:05:00"], ids=["in quotes", "as a TOML time"])
def test_the_digest_goes_out_when_the_file_says(written):
    config = read(
        under("digest", 'weekday = "friday"', f"at = {written}", "term_time_only = false")
    )

    assert config.digest == DigestRules(weekday=4, at=time(15, 5), term_time_only=False)


def test_mail_by_smtp_arrives(tmp_path):
    (tmp_path / "ca.pem").touch()
    text = SMALL.replace('"file"', '"smtp"').replace(
        'folder = "outbox"',
        'host = "smtp.wrenbeck.example"\nport = 465\ntls = "tls"\nusername = "orm"\n'
        'password = "env:PW"\nca_file = "ca.pem"\ntimeout_seconds = 9',
    )

    mail = read(text, base=tmp_path, environ={"PW": "open sesame"}).mail

    assert (mail.transport, mail.host, mail.port) == (Transport.SMTP, "smtp.wrenbeck.example", 465)
    assert (mail.tls, mail.username, mail.timeout_seconds) == (Tls.TLS, "orm", 9)
    assert mail.ca_file == str(tmp_path / "ca.pem")
    assert mail.password is not None
    assert mail.password.reveal() == "open sesame"


def test_retention_is_written_in_days():
    config = read(
        under(
            "retention",
            "hashes_days = 1",
            "ordinary_text_days = 2",
            "dismissed_days = 3",
            "sealed_text_days = 4",
            "fetch_log_days = 5",
        )
    )

    assert config.retention == Retention(*(timedelta(days=days) for days in (1, 2, 3, 4, 5)))


def test_a_policy_that_names_few_routes_keeps_those_that_protect_a_child_or_a_life():
    routes = read(under("policy", 'routes = ["POSH"]')).profile.routes

    assert routes == {
        Route.POSH,
        Route.NO_ACTION,
        Route.DSL,
        Route.MYCONCERN_REF,
        Route.LADO,
        Route.POLICE_999,
        Route.POLICE_101,
        Route.CHAIR,
    }


def test_an_empty_text_is_as_if_it_were_left_out():
    empty = "\n".join(f'{key} = ""' for key in ("postcode", "urn", "website", "trust", "county"))

    assert read(SMALL.replace("town =", f"{empty}\ntown =")) == read(SMALL)


def test_paths_start_at_the_folder_of_the_file(tmp_path):
    (tmp_path / "config.toml").write_text('data_folder = "kept"\n' + SMALL, encoding="utf-8")

    config = load(tmp_path / "config.toml", environ={}, source_options={})

    assert config.data_folder == tmp_path / "kept"
    assert config.database_url == f"sqlite:///{tmp_path.as_posix()}/kept/orm.db"


def test_reading_the_file_writes_nothing(tmp_path):
    (tmp_path / "config.toml").write_text(SMALL, encoding="utf-8")

    load(tmp_path / "config.toml", environ={}, source_options={})

    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


def test_a_file_saved_with_a_byte_order_mark_loads(tmp_path):
    (tmp_path / "config.toml").write_bytes(b"\xef\xbb\xbf" + SMALL.encode())

    assert load(tmp_path / "config.toml", environ={}, source_options={}).schools


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "does not exist; run: orm init"),
        ("Café".encode("cp1252"), "is not UTF-8 text; save it again as UTF-8"),
        ("[network]".encode("utf-16"), "is not UTF-8 text; save it again as UTF-8"),
    ],
    ids=["missing", "windows-1252", "utf-16"],
)
def test_a_file_that_is_no_text_is_told_in_one_sentence(tmp_path, content, sentence):
    path = tmp_path / "config.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(ConfigError) as caught:
        load(path, environ={}, source_options={})

    assert caught.value.problems == (f"{path} {sentence}",)


def test_a_folder_in_place_of_the_file_is_told(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path, environ={}, source_options={})


def test_a_file_in_place_of_the_data_folder_is_told(tmp_path):
    (tmp_path / "data").touch()

    assert problems(SMALL, base=tmp_path) == ['data_folder: "data" is a file; name a folder']


def test_a_name_that_no_file_can_have_is_told_and_never_a_crash(tmp_path):
    name = "x" * 5000
    text = under("mail", f'ca_file = "{name}"', 'username = "orm"', f'password = "file:{name}"')

    told = problems(f'data_folder = "{name}"\n{text}', base=tmp_path)

    assert [line.partition(":")[0] for line in told] == ["mail.ca_file", "mail.password"]
    assert told[0] == "mail.ca_file: the text is not a file; name a PEM file"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "[network]\ncontact = it@wrenbeck.example\n",
            "line 2, column 11: invalid value; this is not TOML yet",
        ),
        (
            "[network\n",
            "line 1, column 9: expected ']' at the end of a table declaration; this is not TOML yet",
        ),
        (
            'contact = "it@wrenbeck.example',
            "at the end of the file: unterminated string; this is not TOML yet",
        ),
        (
            "a = 1\na = 2\n",
            "line 2, column 6: cannot overwrite a value; this is not TOML yet",
        ),
        (
            f"a = {'[' * 5000}",
            "the file holds a number or a nesting that is too large",
        ),
        (f"a = 1{'0' * 5000}", "the file holds a number or a nesting that is too large"),
    ],
    ids=["no quotes", "no bracket", "no end", "twice", "nesting", "huge number"],
)
def test_what_is_not_toml_is_told_with_line_and_column(text, sentence):
    assert problems(text) == [sentence]


def test_the_database_address_is_not_shown_with_the_config():
    config = read(under("database", 'url = "env:DB"'), environ={"DB": "postgresql://o:pw@db/orm"})

    assert config.database_url == "postgresql://o:pw@db/orm"
    assert "pw" not in repr(config)
