"""What holds for every text."""

from hypothesis import given
from hypothesis import strategies as st

from orm.match import Matcher
from orm.match.aliases import aliases
from orm.match.text import fold, undisguised
from orm.model.polls import Scope
from tests.factories_match import ST_MARYS, ST_ORRINS, TOWN, WRENBECK, post

FRAGMENTS = st.sampled_from(
    [
        "Wrenbeck", "Primary", "School", "St Orrin’s", "C of E", "Wrenbeck Primary Academy", "Lane", "WPS", "wps", "Harrowmere",
        "Tollworth", ", ", " in ", " at ", "my son", "Year 4", "'s", "🦆", "\u200b", ". ", " 2-1 ", "@WPS_Harrowmere", "#WrenbeckPrimary", "W0rk",
        "0rrin", "(1819-1893)", "Great ", "Mr ", "\n", "St. Orrin", "Saint Orrins", "wrenbeck.example", "-", "HM4", "St Mary's Primary School",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(FRAGMENTS, st.just(" "), st.text(max_size=3)), max_size=40).map("".join),
)
SCOPES = st.sampled_from(list(Scope))
NAMES = {
    school.id: {alias.text for alias in aliases(school, frozenset())}
    for school in (WRENBECK, ST_ORRINS)
}


@given(title=TEXTS, text=TEXTS)
def test_every_span_is_exactly_a_name_of_the_school(title, text):
    for mention in TOWN.mentions(post(text, title=title), {}):
        for span in mention.spans:
            said = {"title": title, "text": text}[span.field][span.start : span.end]
            folded = fold(said)
            assert {folded.text, undisguised(folded).text} & NAMES[mention.school_id]


@given(title=TEXTS, text=TEXTS, author=TEXTS, scope=SCOPES)
def test_no_text_is_refused_and_scores_stay_within_bounds(title, text, author, scope):
    item = post(text, title=title, author=author, outlet=author, url=text)

    found = TOWN.mentions(item, {WRENBECK.id: scope})

    assert [m.school_id for m in found] == sorted({m.school_id for m in found})
    assert all(0.0 <= mention.score <= 1.0 for mention in found)


@given(text=TEXTS, scope=SCOPES)
def test_the_order_of_the_schools_changes_nothing(text, scope):
    forwards = Matcher.build([WRENBECK, ST_ORRINS, ST_MARYS])
    backwards = Matcher.build([ST_MARYS, ST_ORRINS, WRENBECK])

    assert forwards.mentions(post(text), {ST_ORRINS.id: scope}) == backwards.mentions(
        post(text), {ST_ORRINS.id: scope}
    )


@given(text=TEXTS)
def test_a_further_school_changes_no_other_schools_mention(text):
    alone = Matcher.build([WRENBECK]).mentions(post(text), {})
    together = Matcher.build([WRENBECK, ST_ORRINS, ST_MARYS]).mentions(post(text), {})

    assert alone == tuple(m for m in together if m.school_id == WRENBECK.id)


def test_a_matcher_without_schools_finds_nothing():
    assert Matcher.build([]).mentions(post("Wrenbeck Primary School"), {}) == ()
