"""[alerts]: channels by reference only, of a few services, and what is said of any other."""

import pytest

from orm.model.channels import Channel
from orm.model.judgement import Severity
from orm.model.settings import Secret
from tests.factories_config import SMALL, problems, read

KEY = "mere-blue-otter-7"
SLACK = f"slack://T1JJ3T3L2/A1BRTD4JD/{KEY}/#leaders"
TABLE = """
[[alerts.channels]]
id = "leaders"
url = "env:ORM_ALERT"
readers = ["head", "chair"]
"""


def wrong(text, url=SLACK):
    return problems(SMALL + text, environ={"ORM_ALERT": url})


def test_a_channel_has_its_address_from_the_environment():
    config = read(SMALL + TABLE + "severity = 3\nhouse = true\n", environ={"ORM_ALERT": SLACK})

    assert config.channels == (
        Channel("leaders", Secret(SLACK), frozenset({"head", "chair"}), Severity.S3, house=True),
    )
    assert KEY not in repr(config)


def test_an_emergency_alone_is_repeated_unless_more_is_asked_for():
    (channel,) = read(SMALL + TABLE, environ={"ORM_ALERT": SLACK}).channels
    assert (channel.least, channel.house) == (Severity.S4, False)
    assert read(SMALL).channels == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (TABLE.replace("env:ORM_ALERT", SLACK), "a secret must not stand in this file"),
        (TABLE.replace("ORM_ALERT", "ORM_OTHER"), "ORM_OTHER is not set or empty"),
        (TABLE.replace('"chair"', '"vicar"'), 'no contact or role has the id "vicar"'),
        (TABLE + TABLE, '"leaders" is another channel\'s id too'),
        (TABLE + "severity = 2\n", "alerts.channels[0].severity"),
        (TABLE + "loud = true\n", "alerts.channels[0].loud: no such key"),
    ],
)
def test_what_is_wrong_with_a_channel_is_told(text, says):
    found = wrong(text)
    assert any(says in each for each in found), found
    assert KEY not in str(found)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        (f"json://{KEY}@127.0.0.1/", "is not an address of a service that may be used"),
        ("file:///etc/passwd", "is not an address of a service"),
        (f"https://hooks.example/{KEY}", "is not an address of a service"),
        (f"workflows://10.0.0.8/{KEY}/x", "its host ends with .logic.azure.com"),
        (f"workflows://logic.azure.com.example/{KEY}/x", "its host ends with .logic.azure.com"),
        (f"slack://T1/A1/{KEY}?verify=no", "leave verify out"),
        ("slack://[", "is not an address of a service"),
    ],
)
def test_an_address_that_leads_elsewhere_is_refused_without_showing_it(url, says):
    (found,) = wrong(TABLE, url)
    assert found.startswith("alerts.channels[0].url: ")
    assert says in found
    assert KEY not in found
