"""What a case is called."""

import re

from hypothesis import given
from hypothesis import strategies as st

from orm.cases.references import case_ref
from orm.model.schools import SchoolId

WRENBECK, ST_ORRINS = SchoolId("wrenbeck"), SchoolId("st-orrins")


def test_the_same_story_at_the_same_school_has_the_same_reference():
    assert case_ref(WRENBECK, "abc") == case_ref(WRENBECK, "abc")


def test_another_school_or_story_has_another_reference():
    assert (
        len({case_ref(WRENBECK, "abc"), case_ref(ST_ORRINS, "abc"), case_ref(WRENBECK, "abd")}) == 3
    )


@given(st.text(max_size=80))
def test_a_reference_can_be_read_out_on_the_telephone(fingerprint):
    assert re.fullmatch(
        r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", case_ref(WRENBECK, fingerprint)
    )


def test_references_follow_no_order_and_do_not_meet():
    references = [case_ref(WRENBECK, str(n)) for n in range(5_000)]

    assert len(set(references)) == 5_000
    assert references != sorted(references)
    assert len({r[0] for r in references}) == 32
