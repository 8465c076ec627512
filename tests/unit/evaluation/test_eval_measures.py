"""Each measure on a few posts counted by hand."""

from dataclasses import asdict

from orm.evaluation.measures import measure, measure_by_category
from orm.model.judgement import AuthorType, Category, Stance, Verdict
from tests.factories_evaluation import marked


def test_unsure_is_neither_a_hit_nor_a_claim():
    measures = measure(
        [
            marked(),
            marked(got_verdict=Verdict.UNSURE),
            marked(got_verdict=Verdict.NOT_US),
            marked(gold_about_us=False, got_verdict=Verdict.UNSURE),
        ]
    )

    assert measures.about_us.precision == 1.0
    assert measures.about_us.recall == 0.3333
    assert measures.about_us.unsure_rate == 0.5


def test_a_stranger_called_ours_costs_precision():
    measures = measure([marked(), marked(gold_about_us=False)])

    assert measures.about_us.precision == 0.5
    assert measures.about_us.recall == 1.0


def test_an_answer_among_also_is_right_and_counts_as_the_labelled_category():
    measures = measure(
        [
            marked(gold_category=Category.T4, gold_also=frozenset({Category.T3})),
            marked(gold_category=Category.T1),
        ]
    )

    assert measures.category.accuracy == 0.5
    assert measures.category.macro_f1 == 0.3333  # T4 1, T1 0, T3 said once and never labelled: 0


def test_urgency_is_measured_from_both_sides():
    measures = measure(
        [
            marked(gold_urgent=True, got_urgent=True),
            marked(gold_urgent=True),
            marked(gold_urgent=True),
            marked(got_urgent=True),
        ]
    )

    assert (measures.urgent.recall, measures.urgent.precision) == (0.3333, 0.5)


def test_critical_matters_are_caught_by_urgency_or_by_sealing():
    measures = measure(
        [
            marked(gold_category=Category.T8, got_urgent=True),
            marked(gold_category=Category.T11, got_sealed=True),
            marked(gold_category=Category.T13),
            marked(gold_category=Category.T4),
        ]
    )

    assert measures.critical.recall == 0.6667


def test_sealing_is_measured_from_both_sides():
    measures = measure(
        [marked(gold_sealed=True, got_sealed=True), marked(got_sealed=True), marked()]
    )

    assert (measures.sealed.recall, measures.sealed.precision) == (1.0, 0.5)


def test_a_removal_is_counted_where_it_is_forbidden_and_shared_where_it_is_allowed():
    measures = measure(
        [
            marked(got_removal_proposed=True),
            marked(gold_removal_allowed=True, got_removal_proposed=True),
            marked(gold_removal_allowed=True),
        ]
    )

    assert measures.removal.proposed_where_forbidden == 1
    assert measures.removal.recall == 0.5


def test_a_community_author_without_a_cue_is_counted_and_a_wrong_kind_of_one_is_not():
    measures = measure(
        [
            marked(got_author=AuthorType.PARENT),
            marked(gold_author=AuthorType.THIRD_PARTY, got_author=AuthorType.PUPIL),
            marked(gold_author=AuthorType.STAFF, got_author=AuthorType.PARENT),
            marked(gold_author=AuthorType.PARENT, got_author=AuthorType.PARENT),
            marked(got_author=AuthorType.THIRD_PARTY),
        ]
    )

    assert measures.author.community_without_cue == 2
    assert measures.author.accuracy == 0.2


def test_mixed_and_abstained_stances_are_left_out_of_f1_and_abstaining_is_told():
    measures = measure(
        [
            marked(),
            marked(gold_sentiment=Stance.MIXED, got_stance=Stance.POSITIVE),
            marked(got_stance=Stance.MIXED),
            marked(got_stance=Stance.ABSTAIN),
        ]
    )

    assert measures.sentiment.macro_f1 == 1.0
    assert measures.sentiment.abstain_rate == 0.25


def test_every_leaked_string_counts():
    measures = measure([marked(leaked=("Dot Ashby", "the mare")), marked(leaked=("Dot Ashby",))])

    assert measures.leaks == 3


def test_a_category_is_measured_over_the_posts_that_carry_its_label():
    found = measure_by_category(
        [
            marked(),
            marked(),
            marked(gold_category=Category.T10, got_category=Category.T3, gold_urgent=True),
            marked(gold_category=Category.T2, got_category=Category.T2),
        ]
    )

    assert list(found) == [Category.T2, Category.T3, Category.T10]
    assert found[Category.T10].urgent.recall == 0.0
    assert found[Category.T3].category.accuracy == 1.0
    assert found[Category.T3].category.macro_f1 == 0.8  # over all: 2 * 2 / (2 + 3)


def test_the_keys_are_those_of_the_contract():
    keys = asdict(measure([marked()]))

    contract = {
        "about_us": {"precision", "recall", "unsure_rate"},
        "category": {"accuracy", "macro_f1"},
        "urgent": {"recall", "precision"},
        "critical": {"recall"},
        "sealed": {"recall"},
        "removal": {"proposed_where_forbidden", "recall"},
        "author": {"accuracy", "community_without_cue"},
        "sentiment": {"macro_f1", "abstain_rate"},
    }
    assert {name: inner <= set(keys[name]) for name, inner in contract.items()} == dict.fromkeys(
        contract, True
    )
    assert keys["leaks"] == 0
