"""The example file and the page about it are what the code says."""

import re

from orm.config.keys import keys_of, table_in
from orm.config.loading import load
from orm.config.shape import FileTable, SourceTable
from orm.config.starting import Answers, is_example, template
from tests.docs.configuration import EXAMPLE, PAGE, example, render, shapes


def every_key(shape, at=""):
    """Paths of every key of a table, with the keys of the tables inside."""
    for key in keys_of(shape):
        inner = table_in(key.kind)
        if inner is None:
            yield key.name
        else:
            yield from every_key(inner, key.name)


def test_the_page_about_the_configuration_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == render(shapes()), "run: make docs"


def test_the_example_file_is_up_to_date():
    assert EXAMPLE.read_text(encoding="utf-8") == example(shapes()), "run: make docs"


def test_the_example_file_loads_without_a_secret_or_a_problem():
    config = load(EXAMPLE, environ={}, source_options=shapes())

    assert [school.id for school in config.schools] == ["wrenbeck"]


def test_the_example_is_known_as_an_example_and_a_schools_own_file_is_not():
    answers = Answers("Wrenbeck Primary School", "Harrowmere", "", "", "head@wrenbeck.example")

    assert is_example(EXAMPLE.read_text(encoding="utf-8"))
    assert not is_example(template(answers))


def test_every_key_that_exists_stands_in_the_example_beside_a_comment():
    text = EXAMPLE.read_text(encoding="utf-8")
    shown = set(re.findall(r"(?m)^# .+\n#?([a-z_]+) = ", text))
    options = {key for shape in shapes().values() for key in every_key(shape.options)}

    assert {*every_key(FileTable), *every_key(SourceTable), *options} <= shown


def test_every_key_has_a_meaning_on_the_page():
    page = PAGE.read_text(encoding="utf-8")

    assert not re.findall(r"(?m)^\| `[^|]*\|[^|]*\|[^|]*\| *\|$", page)
