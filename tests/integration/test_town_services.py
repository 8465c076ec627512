"""The real collectors read each of the town's services over loopback, on good days and on bad ones."""

from datetime import timedelta

import pytest

from orm.config.loading import parse
from orm.config.values import Config
from orm.demo.run import config_text
from orm.errors import Gone, RateLimited, Refused, Unreachable, Unreadable
from orm.model.items import Identity
from orm.model.polls import Scope
from orm.ports import Source
from orm.wiring import build_source, source_shapes
from tests.factories_town import Reader, at, st_orrins, wrenbeck

SHIELD = (
    "Wrenbeck Primary choir have won the Shield!!! The whole pub is singing it back at them."
    " #Harrowmere"
)
SHOWN = [
    ("google_news", 7, "Wrenbeck Primary choir wins the Eastmarch Shield"),
    ("bing_news", 7, "Six school choirs through to the Eastmarch Shield"),
    ("searxng", 7, "A thank-you from the handbell ringers"),
    ("discourse", 7, "After-school clubs in HM4"),
    ("mastodon", 7, SHIELD),
    ("bluesky", 7, "We won the Eastmarch Shield! Thank you to every family who came."),
    (
        "telegram",
        7,
        "Short notices only. For everything else there is the website and the office.",
    ),
    ("wikipedia", 7, "Harrowmere"),
    ("petitions", 7, "Money for a crossing patrol at every primary school"),
    ("whatdotheyknow", 6, "Cost of the canopy by the gate"),
    ("parent_view", 7, "Parent View 2026/27: Wrenbeck Primary School"),
    ("ofsted", 7, "Ofsted inspection of Wrenbeck Primary School, 07/02/2023"),
    ("gias", 7, "Wrenbeck Primary School: entry in the register of schools"),
]
"""What each service shows of Wrenbeck on a day."""


@pytest.fixture(name="config")
def _config(reader: Reader, tmp_path) -> Config:
    """The demo's own configuration with this town's addresses."""
    text = config_text(reader.town.port)
    return parse(text, base=tmp_path, environ={}, source_options=source_shapes())


def _source(config: Config, name: str) -> Source:
    settings = next(each for each in config.sources if each.name == name)
    return build_source(settings.name, settings.options)


@pytest.mark.parametrize(("name", "day", "title"), SHOWN)
def test_each_service_is_read_by_its_source(
    reader: Reader, config: Config, name: str, day: int, title: str
):
    reader.clock.move_to(at(day))

    assert title in reader.items(_source(config, name), wrenbeck(reader.urls))


def test_parliament_is_read_by_its_source(reader: Reader, config: Config):
    reader.clock.move_to(at(16))
    source = _source(config, "hansard")

    assert "Music in Schools" in reader.items(source, wrenbeck(reader.urls))
    assert "School Meals: Harrowmere" in reader.items(source, st_orrins(reader.urls))


def test_the_demo_sets_up_every_source_that_needs_no_key(config: Config):
    waiting = {each.name: each for each in config.idle}

    assert len(config.sources) == 21
    assert {each.access.value for each in waiting.values()} == {"C"}


def test_the_demo_asks_nobody_outside_the_town(reader: Reader, config: Config):
    asked = {
        request.url
        for each in config.sources
        for watch in (wrenbeck(reader.urls), st_orrins(reader.urls))
        for request in build_source(each.name, each.options).plan(watch)
    }

    assert len(asked) > 20
    assert [url for url in asked if f".localhost:{reader.town.port}/" not in url] == []


def test_a_story_found_by_two_searches_has_the_address_of_its_paper(reader: Reader, config: Config):
    reader.clock.move_to(at(7))
    title = "Six school choirs through to the Eastmarch Shield"
    found = {
        reader.items(_source(config, name), wrenbeck(reader.urls))[title].url
        for name in ("bing_news", "searxng", "gdelt")
    }

    assert len(found) == 1


def test_the_same_headlines_keep_their_identities(reader: Reader, config: Config):
    source = _source(config, "google_news")
    reader.clock.move_to(at(4))
    before = {item.identity for item in reader.items(source, wrenbeck(reader.urls)).values()}
    reader.clock.move_to(at(5, "12:00"))
    after = {item.identity for item in reader.items(source, wrenbeck(reader.urls)).values()}

    assert before
    assert before <= after


def test_a_joke_in_the_encyclopaedia_is_shown_as_reverted(reader: Reader, config: Config):
    reader.clock.move_to(at(14))
    pages = reader.answers(_source(config, "wikipedia"), wrenbeck(reader.urls))
    edits = [item for page in pages for item in page.items if "History: truth" in item.text]

    assert [edit.author for edit in edits] == [""]
    assert "This edit was reverted." in edits[0].text


def test_what_a_school_passes_on_is_not_its_own_post(reader: Reader, config: Config):
    reader.clock.move_to(at(12))
    for name in ("bluesky", "telegram"):
        (page,) = reader.answers(_source(config, name), wrenbeck(reader.urls))
        assert len(page.skipped) == 1


def test_a_schools_account_is_its_own_and_the_towns_tag_is_not(reader: Reader, config: Config):
    scopes = {request.scope for request in _source(config, "mastodon").plan(st_orrins(reader.urls))}

    assert scopes == {Scope.LOCAL, Scope.OWN}


def test_before_six_the_register_of_the_day_before_is_read(reader: Reader, config: Config):
    reader.clock.move_to(at(3, "02:00"))
    pages = reader.answers(_source(config, "gias"), wrenbeck(reader.urls))

    assert [len(page.items) for page in pages] == [0, 1]


def test_a_changed_entry_of_the_register_keeps_its_identity(reader: Reader, config: Config):
    source = _source(config, "gias")
    said = []
    for day in (11, 13):
        reader.clock.move_to(at(day))
        items = reader.items(source, st_orrins(reader.urls)).values()
        said.append({item.identity: item.text for item in items})

    assert said[0].keys() == said[1].keys() == {Identity("gias", "990102")}
    assert said[0] != said[1]


@pytest.mark.parametrize(
    ("name", "day", "error", "says"),
    [
        ("bing_news", 5, Unreadable, "not a feed"),
        ("mastodon", 5, RateLimited, "pause"),
        ("whatdotheyknow", 8, Refused, "403"),
        ("wikipedia", 12, RateLimited, "maxlag"),
        ("telegram", 15, Gone, "no preview"),
        ("searxng", 15, Unreachable, "google (CAPTCHA)"),
    ],
)
def test_a_mishap_is_told_as_what_it_is_and_ends(
    reader: Reader, config: Config, name: str, day: int, error: type[Exception], says: str
):
    source, watch = _source(config, name), wrenbeck(reader.urls)
    reader.clock.move_to(at(day))
    with pytest.raises(error, match=says.replace("(", r"\(").replace(")", r"\)")):
        reader.items(source, watch)

    reader.clock.move_to(at(22))
    assert reader.items(source, watch)


def test_the_flooded_server_says_when_to_come_back(reader: Reader, config: Config):
    reader.clock.move_to(at(5))
    with pytest.raises(RateLimited) as busy:
        reader.items(_source(config, "mastodon"), wrenbeck(reader.urls))

    until = busy.value.until
    assert until is not None
    assert timedelta(minutes=4) < until - reader.clock.now() <= timedelta(minutes=5, seconds=1)


def test_no_service_is_asked_for_a_picture(reader: Reader, config: Config):
    reader.clock.move_to(at(25))
    for each in config.sources:
        if each.name in {"feed", "review_page"}:
            continue  # these two have an address that is gone by then
        reader.items(build_source(each.name, each.options), wrenbeck(reader.urls))

    asked = {hit.path for hit in reader.town.hits}
    assert len(asked) > 20
    assert not any(path.endswith((".jpg", ".jpeg", ".png", ".gif", ".webp")) for path in asked)
