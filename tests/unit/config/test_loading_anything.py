"""Whatever a file holds, it is told in sentences and never crashes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from orm.config.writing import toml_value
from tests.factories_config import BASE, KIOSK, problems

SCALARS = (
    st.text(max_size=8)
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.dates()
    | st.sampled_from(["wrenbeck", "file", "env:PW", "file:x", "a@b.example", "monday", "07:30"])
)
KEYS = st.sampled_from(
    [
        "id",
        "name",
        "town",
        "roles",
        "email",
        "contact",
        "transport",
        "terms",
        "first_on",
        "at",
        "enabled",
        "key",
        "shelves",
        "url",
        "schools",
        "namesakes",
        "password",
        "data_folder",
    ]
) | st.text(min_size=1, max_size=4)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)
SECTIONS = st.sampled_from(
    [
        "network",
        "database",
        "mail",
        "digest",
        "calendar",
        "policy",
        "retention",
        "schools",
        "contacts",
        "sources",
        "data_folder",
    ]
)


def _inline(value):
    """A value as TOML writes it on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{toml_value(k)} = {_inline(v)}' for k, v in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(_inline(entry) for entry in value)}]"
    return toml_value(value)


@settings(deadline=None)
@given(st.dictionaries(SECTIONS | KEYS, VALUES | st.dictionaries(KEYS, VALUES), max_size=5))
def test_whatever_a_file_holds_is_a_list_of_sentences_and_never_a_crash(document):
    text = "\n".join(f"{toml_value(key)} = {_inline(value)}" for key, value in document.items())

    assert all(problems(text, sources=KIOSK, base=BASE, environ={"PW": "x"}))


@settings(deadline=None)
@given(st.text())
def test_whatever_a_text_is_it_is_told_and_never_a_crash(text):
    assert problems(text)
