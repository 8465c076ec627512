"""What the rules saw, named and sized for the learned judge; and a weighing with and without it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.learned.judge import Learned, shipped
from orm.learned.tokens import Plain
from orm.match.calling import called
from orm.match.matcher import Matcher
from orm.match.settling import as_settled
from orm.model.items import Item, Kind
from orm.model.judgement import Mention, Tones, Verdict
from orm.model.polls import Scope
from orm.model.settings import PolicyProfile
from orm.pipeline.weighing import Scales, facts_of, toned, weigh
from orm.sentiment.scorer import Scorer
from orm.triage.decide import decide, understand
from tests.factories_match import ST_ORRINS, TOWN, WRENBECK, post
from tests.factories_settling import said_of
from tests.factories_triage import house_policy

RULES = Scales(scorer=Scorer(), policy=house_policy(), profile=PolicyProfile())
JUDGE = replace(RULES, learned=Learned(shipped(), Plain(called)))
THREAT = "Watch your back Mr Tarn, Wrenbeck Primary School, Harrowmere"
SUNNY = post("Lovely fair at Wrenbeck Primary School in Harrowmere, thank you")


def mentioned(item: Item, scope: Scope = Scope.OPEN) -> Mention:
    """What the matcher says of Wrenbeck."""
    return TOWN.mention(item, WRENBECK.id, scope)


def understood(item: Item, mention: Mention, scope: Scope = Scope.OPEN):
    return understand(item, mention, school=WRENBECK, policy=house_policy(), scope=scope)


def facts(item: Item, scope: Scope = Scope.OPEN, mention: Mention | None = None):
    mention = mention or mentioned(item, scope)
    tones = RULES.scorer.tones(item, mention)
    return facts_of(item, mention, understood(item, mention, scope), tones)


def weighed(item: Item, scales: Scales, scope: Scope = Scope.OPEN, mention: Mention | None = None):
    mention = mention or mentioned(item, scope)
    return weigh(item, mention, school=WRENBECK, scope=scope, scales=scales)


def test_the_kind_of_item_is_told():
    assert facts(post("Wrenbeck", kind=Kind.REVIEW))["kind review"] == 0.5


@pytest.mark.parametrize("scope", [Scope.LOCAL, Scope.ASKED, Scope.OPEN])
def test_what_an_item_says_is_told_the_same_wherever_it_was_found(scope):
    item = post("Wrenbeck Primary School, Harrowmere: my son has no teacher")

    found, others = facts(item, scope), facts(item, Scope.OPEN)

    verdicts = {name for name in {*found, *others} if name.startswith("verdict ")}
    assert {name: found[name] for name in found if name not in verdicts} == {
        name: others[name] for name in others if name not in verdicts
    }


def test_each_word_of_the_platform_is_told():
    found = facts(replace(SUNNY, platform="Parent Forum"))

    assert (found["platform parent"], found["platform forum"]) == (0.2, 0.2)


def test_the_rules_that_fired_are_told_with_the_category_and_severity_they_come_to():
    item = post(THREAT)
    of_rules = understood(item, mentioned(item))

    found = facts(item)

    finding = of_rules.finding
    assert found[f"category {finding.category.value}"] == 0.7
    assert found[f"severity {finding.severity.value}"] == 0.5
    assert found[f"author {of_rules.author.type.value}"] == 0.5
    assert {name for name in found if name.startswith("rule ")} == {
        f"rule {match.rule.id}" for match in of_rules.matches
    }
    assert all(found[name] == 0.7 for name in found if name.startswith("rule "))


def test_the_lists_that_were_met_and_what_is_true_of_the_item_are_told():
    item = post("Thank you for a lovely fair", kind=Kind.REVIEW, rating=1.0)
    reading = understood(item, mentioned(item)).post.reading

    found = facts(item)

    assert {name for name in found if name.startswith(("list ", "fact "))} == {
        *(f"list {name}" for name in reading.hits),
        *(f"fact {name}" for name in reading.facts),
    }
    assert (found["fact high-rating"], found["list praise"]) == (0.4, 0.4)


def test_the_reasons_of_the_matcher_are_told_with_their_sum():
    mention = mentioned(SUNNY)

    found = facts(SUNNY)

    assert found["evidence"] == pytest.approx(sum(each.weight for each in mention.evidence))
    assert found["evidence name-full"] == found["evidence place-town"] == 0.5
    assert found["verdict us"] == 0.5


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Wrenbeck Primary School, Harrowmere, my son in Year 4", "name-full, talk, placed"),
        ("Wrenbeck Primary School won", "name-full, quiet, anywhere"),
        ("Wrenbeck Lane is shut", "other name, quiet, anywhere"),
        ("It rained", "no name, quiet, anywhere"),
    ],
)
def test_what_stands_with_the_name_is_one_fact(text, told):
    found = facts(post(text))

    assert found[told] == found[told.rpartition(", ")[0]] == found[told.split(",")[0]] == 0.5


def test_a_persons_word_is_no_fact_so_that_it_teaches_nothing():
    mention = mentioned(SUNNY)
    settled = as_settled(mention, said_of(mention.verdict))

    assert facts(SUNNY, mention=settled) == facts(SUNNY, mention=mention)


def test_the_tone_of_a_text_is_told_by_its_whole_and_its_ends():
    assert dict(toned(Tones(0.1, (0.5, -0.6, 0.04, 0.3)))) == {
        "compound": 0.1,
        "worst": -0.6,
        "best": 0.5,
        "last": 0.3,
        "warm sentences": 0.5,
        "cold sentences": 0.25,
    }


def test_a_text_without_sentences_has_no_tone():
    assert set(dict(toned(Tones(0.0, ()))).values()) == {0.0}


@given(st.lists(st.floats(-1, 1), max_size=30).map(tuple), st.floats(-1, 1))
def test_no_text_is_long_enough_to_be_more_than_a_tone(sentences, compound):
    assert all(-1.0 <= value <= 1.0 for _, value in toned(Tones(compound, sentences)))


@given(st.text(max_size=200), st.text(max_size=30), st.sampled_from(list(Scope)))
def test_every_text_has_facts_of_a_bounded_size_twice_the_same(text, platform, scope):
    item = replace(post(text, title=text), platform=platform)

    found = facts(item, scope)

    assert all(-5.0 <= value <= 5.0 for value in found.values())
    assert facts(item, scope) == found


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("item", [SUNNY, post(THREAT), post("It rained")])
def test_without_a_learned_judge_the_rules_decide_alone(item, scope):
    mention = mentioned(item, scope)

    alone = weighed(item, RULES, scope)

    tones = RULES.scorer.tones(item, mention)
    assert alone.mention == mention
    assert alone.assessment == RULES.scorer.assess(item, tones)
    assert alone.decision == decide(
        understood(item, mention, scope),
        mention,
        policy=RULES.policy,
        profile=RULES.profile,
    )


def test_a_learned_judge_is_one_more_reason_for_or_against_the_school():
    rules = {each.rule for each in weighed(SUNNY, RULES).mention.evidence}

    assert {each.rule for each in weighed(SUNNY, JUDGE).mention.evidence} == {
        *rules,
        "second-reading",
    }


@pytest.mark.parametrize("verdict", [Verdict.US, Verdict.NOT_US])
def test_what_a_person_settled_stands_through_a_weighing(verdict):
    settled = as_settled(mentioned(SUNNY), said_of(verdict))

    assert weighed(SUNNY, JUDGE, mention=settled).mention == settled


@given(st.text(max_size=200), st.sampled_from(list(Scope)))
def test_the_same_post_weighs_the_same_twice(text, scope):
    item = post(f"Wrenbeck Primary School. {text}")

    assert weighed(item, JUDGE, scope) == weighed(item, JUDGE, scope)


NAMELESS = post("The head there never answers an email")


def test_what_a_search_for_a_school_brings_is_a_mention_even_without_its_name():
    (mention,) = TOWN.mentions(NAMELESS, {WRENBECK.id: Scope.ASKED})

    assert (mention.school_id, mention.verdict, mention.spans) == (
        WRENBECK.id,
        Verdict.NOT_US,
        (),
    )


@pytest.mark.parametrize("scope", [Scope.OPEN, Scope.LOCAL])
def test_what_a_page_of_anybody_brings_is_no_mention_without_a_name(scope):
    assert TOWN.mentions(NAMELESS, {WRENBECK.id: scope}) == ()


def test_what_was_asked_for_by_one_name_is_no_mention_of_another_school():
    found = Matcher.build([WRENBECK, ST_ORRINS]).mentions(NAMELESS, {WRENBECK.id: Scope.ASKED})

    assert [each.school_id for each in found] == [WRENBECK.id]
