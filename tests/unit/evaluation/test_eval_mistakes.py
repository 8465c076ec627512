"""What counts as a mistake, and how it is told."""

from orm.evaluation.mistakes import Mistake, kinds, mistakes
from orm.model.judgement import AuthorType, Category, Stance, Verdict
from tests.factories_evaluation import marked


def test_a_post_judged_as_labelled_has_no_mistake():
    assert mistakes([marked()]) == ()


def test_every_field_that_differs_is_told_with_both_sides():
    found = mistakes(
        [
            marked(
                "w-7",
                gold_urgent=True,
                gold_sealed=True,
                gold_removal_allowed=True,
                gold_author=AuthorType.PARENT,
                got_verdict=Verdict.UNSURE,
                got_category=Category.T2,
                got_stance=Stance.POSITIVE,
                leaked=("the mare",),
            )
        ]
    )

    assert found == (
        Mistake("w-7", "about_us", expected=True, got="unsure"),
        Mistake("w-7", "category", expected="T3", got="T2"),
        Mistake("w-7", "urgent", expected=True, got=False),
        Mistake("w-7", "sealed", expected=True, got=False),
        Mistake("w-7", "removal", expected=True, got=False),
        Mistake("w-7", "author", expected="P", got="?"),
        Mistake("w-7", "sentiment", expected="negative", got="positive"),
        Mistake("w-7", "leak", expected="in no letter", got="the mare"),
    )


def test_an_accepted_category_is_no_mistake():
    also = frozenset({Category.T4})

    assert mistakes([marked(gold_also=also, got_category=Category.T4)]) == ()


def test_abstaining_and_mixed_stances_are_no_mistakes():
    abstained = marked(got_stance=Stance.ABSTAIN)
    mixed = marked(gold_sentiment=Stance.MIXED, got_stance=Stance.POSITIVE)

    assert mistakes([abstained, mixed]) == ()


def test_kinds_of_mistakes_are_counted_without_anybody_s_words():
    found = mistakes(
        [marked(got_urgent=True), marked(got_urgent=True, leaked=("Dot Ashby",)), marked()]
    )

    assert kinds(found) == {("urgent", False, True): 2}
