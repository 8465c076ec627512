"""The registry, the options as config.toml fills them, and the generated page."""

from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from orm.errors import ConfigError
from orm.model.polls import Scope
from sources.feed import FeedOptions
from sources.gdelt import GdeltOptions
from sources.registry import SOURCES, build
from tests.docs.sources import option_rows, render

ROOT = Path(__file__).parents[3]
every_source = pytest.mark.parametrize("shape", SOURCES, ids=lambda shape: shape.name)


@every_source
def test_a_source_is_built_by_name_with_default_options(shape):
    assert build(shape.name, shape.options()).name == shape.name


def test_an_unknown_name_is_a_config_error_that_offers_the_nearest():
    with pytest.raises(ConfigError, match='did you mean "gdelt"'):
        build("gdlet", GdeltOptions())


def test_options_of_another_source_are_refused():
    with pytest.raises(TypeError, match="gdelt takes GdeltOptions"):
        build("gdelt", FeedOptions())


@every_source
def test_an_unknown_key_in_config_is_refused(shape):
    with pytest.raises(ValidationError, match="colour"):
        TypeAdapter(shape.options).validate_python({"colour": "blue"})


def test_an_unknown_key_in_a_listed_feed_is_refused():
    with pytest.raises(ValidationError, match="adress"):
        TypeAdapter(FeedOptions).validate_python({"feeds": [{"adress": "https://x.example/"}]})


def test_options_read_from_plain_values_hold_the_houses_words():
    options = TypeAdapter(FeedOptions).validate_python(
        {"feeds": [{"url": "https://x.example/rss", "scope": "own", "schools": ["wrenbeck"]}]}
    )

    assert options.feeds[0].scope is Scope.OWN
    assert options.feeds[0].schools == ("wrenbeck",)


def test_a_feed_address_that_cannot_be_fetched_is_refused_with_an_example():
    with pytest.raises(ValidationError, match="write it like"):
        TypeAdapter(FeedOptions).validate_python({"feeds": [{"url": "not an address"}]})


@every_source
def test_every_option_has_one_sentence_of_documentation(shape):
    for name, meaning in option_rows(shape.options):
        assert meaning.endswith((".", ")")), name


def test_the_sources_page_is_what_the_code_says():
    written = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")

    assert written == render(), "write it anew: python -m tests.docs.sources > docs/sources.md"


@every_source
def test_a_module_docstring_is_the_legal_and_practical_record(shape):
    page = render()
    section = page.split(f"## {shape.name}\n", 1)[1].split("\n## ", 1)[0]

    for word in ("What is read", "Access", "Rate", "Personal data", "Known by", "Golden files"):
        assert f"**{word}:**" in section, word
