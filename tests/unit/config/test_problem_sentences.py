"""Every wrong key is told with its path and what to write instead."""

import pytest

from tests.factories_config import SMALL, changed, problems, under

WRONG_VALUES = [
    # what is written, where, and the one sentence that follows
    (
        under("network", 'spacing_secnds = "2"'),
        'network.spacing_secnds: no such key; did you mean "spacing_seconds"?',
    ),
    (under("digest", 'wekday = "monday"'), 'digest.wekday: no such key; did you mean "weekday"?'),
    (
        under("digest", "zzz = 1"),
        "digest.zzz: no such key; remove it or choose from at, desk_url, spread_minutes, term_time_only, weekday",
    ),
    (
        under("digest", '"two words" = 1'),
        (
            'digest."two words": no such key; remove it or choose from '
            "at, desk_url, spread_minutes, term_time_only, weekday"
        ),
    ),
    (
        under("digest", 'weekday = "Mondy"'),
        'digest.weekday: "Mondy" is none of the choices; did you mean "monday"?',
    ),
    (
        under("digest", 'weekday = "x"'),
        (
            'digest.weekday: "x" is none of the choices; write one of monday, tuesday, wednesday, '
            "thursday, friday, saturday, sunday"
        ),
    ),
    (
        under("digest", 'at = "7.30"'),
        'digest.at: "7.30" is not a time of day; write it like "07:30"',
    ),
    (
        under("digest", 'term_time_only = "yes"'),
        'digest.term_time_only: "yes" must be true or false, without quotes',
    ),
    (
        under("digest", 'desk_url = "orm.wrenbeck.example"'),
        (
            'digest.desk_url: "orm.wrenbeck.example" is not a web address; write it like '
            '"https://wrenbeck.example/page"'
        ),
    ),
    (
        under("network", 'threads = "four"'),
        'network.threads: "four" must be a whole number without quotes',
    ),
    (
        under("network", "threads = 1.5"),
        "network.threads: 1.5 must be a whole number without quotes",
    ),
    (under("network", "threads = 0"), "network.threads: 0 is too small; write at least 1"),
    (under("network", "threads = 99"), "network.threads: 99 is too large; write at most 32"),
    (
        under("network", "threads = true"),
        "network.threads: true must be a whole number without quotes",
    ),
    (under("network", "read_seconds = inf"), "network.read_seconds: must be a finite number"),
    (
        under("network", f"threads = 1{'0' * 30}"),
        "network.threads: is too large a number",
    ),
    (
        under("network", 'allow_addresses = ["127.0.0.1/8"]'),
        'network.allow_addresses[0]: "127.0.0.1/8" is not a network; write it like "127.0.0.0/8"',
    ),
    (
        under("network", 'allow_addresses = "127.0.0.0/8"'),
        'network.allow_addresses: "127.0.0.0/8" must be a list in brackets, like ["one", "two"]',
    ),
    (
        changed('"it@wrenbeck.example"', '"the office"'),
        (
            'network.contact: "the office" must be an email address or an https page, like '
            '"it@wrenbeck.example"; webmasters write there when our visits trouble them'
        ),
    ),
    (
        changed('contact = "it@wrenbeck.example"\n', ""),
        'network.contact: is missing; write it like contact = "it@wrenbeck.example"',
    ),
    (
        changed('"orm@wrenbeck.example"', '"orm"'),
        'mail.sender: "orm" is not an email address; write it like "office@wrenbeck.example"',
    ),
    (
        changed('["wrenbeck.example"]', "[]"),
        "mail.allowed_domains: a list must hold at least one entry",
    ),
    (
        changed('town = "Harrowmere"\n', ""),
        'schools[0].town: is missing; write it like town = "Harrowmere"',
    ),
    (changed('"Harrowmere"', '" "'), 'schools[0].town: " " must not be empty'),
    (
        changed('"Harrowmere"', '"Harrow\\nmere"'),
        (
            'schools[0].town: "Harrow\\nmere" holds a line break or a character that cannot be printed; '
            "write one line"
        ),
    ),
    (
        changed('town = "Harrowmere"', 'town = "Harrowmere"\npostcode = "HM4"'),
        'schools[0].postcode: "HM4" is not a full postcode; write it like "HM4 7QT"',
    ),
    (
        changed('town = "Harrowmere"', 'town = "Harrowmere"\nurn = 990101'),
        "schools[0].urn: 990101 must be text in quotes",
    ),
    (
        changed('town = "Harrowmere"', 'town = "Harrowmere"\nurn = "9901"'),
        'schools[0].urn: "9901" is not a URN; write its six digits in quotes, like "990101"',
    ),
    (
        changed('town = "Harrowmere"', 'town = "Harrowmere"\nwebsite = "our website"'),
        (
            'schools[0].website: "our website" is not a website; write it like '
            '"https://www.wrenbeck.example"'
        ),
    ),
    (
        changed('town = "Harrowmere"', 'town = "Harrowmere"\nnamesakes = ["Wrenbeck Lane"]'),
        'schools[0].namesakes[0]: "Wrenbeck Lane" must be a table of keys',
    ),
    (
        changed(
            'town = "Harrowmere"', 'town = "Harrowmere"\nnamesakes = [{ nam = "Wrenbeck Lane" }]'
        ),
        'schools[0].namesakes[0].nam: no such key; did you mean "name"?',
    ),
    (
        under("calendar", 'nation = "UK"'),
        'calendar.nation: "UK" is none of the choices; write one of ENG, WLS, SCT, NIR',
    ),
    (
        under("calendar", 'inset_on = ["1 June"]'),
        'calendar.inset_on[0]: "1 June" is not a date; write it without quotes, like 2026-09-01',
    ),
    (
        under("calendar", "inset_on = { day = 1 }"),
        'calendar.inset_on: a table must be a list in brackets, like ["one", "two"]',
    ),
    (
        under("policy", 'routes = ["POHS"]'),
        'policy.routes[0]: "POHS" is none of the choices; did you mean "POSH"?',
    ),
    (
        under("policy", 'routes = ["sack everybody"]'),
        'policy.routes[0]: "sack everybody" is none of the choices; docs/configuration.md lists them',
    ),
    (
        under("retention", "hashes_days = 0"),
        "retention.hashes_days: 0 is too small; write at least 1",
    ),
    (
        changed('id = "wrenbeck"', 'id = "Wrenbeck Primary"'),
        (
            'schools[0].id: "Wrenbeck Primary" is not an id; use small letters, digits and hyphens, '
            'like "wrenbeck"'
        ),
    ),
    (
        under("mail", 'host = "smtp.wrenbeck.example:587"'),
        (
            'mail.host: "smtp.wrenbeck.example:587" is not a host name; write it like '
            '"smtp.wrenbeck.example"'
        ),
    ),
    (
        changed('["wrenbeck.example"]', '["wrenbeck.example", "@mere.example"]'),
        (
            'mail.allowed_domains[1]: "@mere.example" is not a domain; write what follows the @, like '
            '"wrenbeck.example"'
        ),
    ),
    (
        under("policy", 'complaints_url = "https://[wrenbeck"'),
        (
            'policy.complaints_url: "https://[wrenbeck" is not a web address; write it like '
            '"https://wrenbeck.example/page"'
        ),
    ),
    (
        under("policy", 'complaints_url = "ftp://wrenbeck.example"'),
        (
            'policy.complaints_url: "ftp://wrenbeck.example" is not a web address; write it like '
            '"https://wrenbeck.example/page"'
        ),
    ),
    (
        changed('"it@wrenbeck.example"', '"http://wrenbeck.example"'),
        (
            'network.contact: "http://wrenbeck.example" must be an email address or an https page, '
            'like "it@wrenbeck.example"; webmasters write there when our visits trouble them'
        ),
    ),
    (
        under("mail", 'ca_file = "a\\u0000b"'),
        (
            'mail.ca_file: "a\\u0000b" holds a line break or a character that cannot be printed; '
            "write one line"
        ),
    ),
    (
        changed('"Harrowmere"', '"x\\n' + "x" * 61 + '"'),
        (
            "schools[0].town: the text holds a line break or a character that cannot be printed; "
            "write one line"
        ),
    ),
    ("netwrok = 1\n" + SMALL, 'netwrok: no such section; did you mean "network"?'),
    ("digest = 5\n" + SMALL, "digest: 5 must be a table of keys"),
    ("sources = 5\n" + SMALL, "sources: must be written as tables like [sources.feed]"),
    ("data_folder = 5\n" + SMALL, "data_folder: 5 must name a folder, in quotes"),
    ('data_folder = ""\n' + SMALL, 'data_folder: "" must name a folder, in quotes'),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG_VALUES, ids=[s[:60] for _, s in WRONG_VALUES])
def test_a_wrong_value_is_told_with_its_path_and_what_to_write(text, sentence):
    told = problems(text)

    assert sentence in told
    assert {line.partition(": ")[0] for line in told} <= {
        sentence.partition(": ")[0],
        "schools[0].namesakes[0].name",  # the misspelt key leaves its place empty
    }


def test_a_correct_file_has_no_problem():
    assert problems(SMALL) == []


def test_an_empty_file_tells_everything_that_is_needed():
    assert problems("") == [
        'network.contact: is missing; write it like contact = "it@wrenbeck.example"',
        'mail.transport: is missing; write it like transport = "file"',
        'mail.sender: is missing; write it like sender = "orm@wrenbeck.example"',
        'mail.allowed_domains: is missing; write a list like ["wrenbeck.example"]',
        "schools: is missing; write a [[schools]] table, with two brackets, for each",
        "contacts: is missing; write a [[contacts]] table, with two brackets, for each",
    ]


def test_every_problem_is_told_at_once_in_the_order_of_the_file():
    text = (
        changed('"Harrowmere"', '""')
        .replace('"it@wrenbeck.example"', '"nobody"')
        .replace('folder = "outbox"\n', "")
        .replace('roles = ["chair"]', 'roles = ["chare"]')
    )

    assert problems(text + '[sources.feed]\nx = 1\n[digest]\nat = "25:00"\n') == [
        (
            'network.contact: "nobody" must be an email address or an https page, like '
            '"it@wrenbeck.example"; webmasters write there when our visits trouble them'
        ),
        'digest.at: "25:00" is not a time of day; write it like "07:30"',
        'schools[0].town: "" must not be empty',
        'contacts[1].roles[0]: "chare" is none of the choices; did you mean "chair"?',
        'mail.folder: is missing; transport "file" needs a folder like "data/outbox"',
        (
            'schools[0]: "wrenbeck" has no chair (cases about the headteacher go there); give a contact '
            'the role "chair" (one person may hold two)'
        ),
        "sources.feed: no such source; remove it or choose from none",
    ]


def test_one_table_where_a_list_of_tables_belongs_is_told_with_its_brackets():
    text = SMALL.replace("[[schools]]", "[schools]")

    assert problems(text)[0] == (
        "schools: must be written as a [[schools]] table, with two brackets, for each"
    )
