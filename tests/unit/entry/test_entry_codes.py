"""One-time codes: of now, one step either side, and later than the last one."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.entry.codes import RECOVERY_CODES, new_recovery_codes, plain_code, step_of

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105 - RFC 6238, appendix B
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
STEP = timedelta(seconds=30)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(seconds, code):
    now = datetime.fromtimestamp(seconds, UTC)

    assert step_of(SECRET, code, after=0, now=now) == seconds // 30


@given(MOMENTS, st.sampled_from([-1, 0, 1]))
def test_a_code_is_taken_one_step_early_or_late(now, early):
    code = pyotp.TOTP(SECRET).at(now + early * STEP)

    step = step_of(SECRET, code, after=0, now=now)

    assert step is not None
    assert pyotp.TOTP(SECRET).generate_otp(step) == code


@given(MOMENTS, st.sampled_from([-3, -2, 2, 3]))
def test_a_code_of_another_time_is_none_of_now(now, early):
    generator = pyotp.TOTP(SECRET)
    code = generator.at(now + early * STEP)
    near = {generator.at(now + side * STEP) for side in (-1, 0, 1)}

    assert (step_of(SECRET, code, after=0, now=now) is None) is (code not in near)


@given(MOMENTS)
def test_a_step_counts_only_after_the_last_one(now):
    code = pyotp.TOTP(SECRET).at(now)
    step = step_of(SECRET, code, after=0, now=now) or 0

    assert step_of(SECRET, code, after=step - 1, now=now) == step
    assert step_of(SECRET, code, after=step + 1, now=now) is None


@pytest.mark.parametrize("typed", ["287 082", " 287082\n", "287-082"])
def test_spaces_and_dashes_do_not_matter(typed):
    assert step_of(SECRET, typed, after=0, now=datetime.fromtimestamp(59, UTC)) == 1


@pytest.mark.parametrize(
    "typed", ["", "28708", "2870822", "٢٨٧٠٨٢", "²⁸⁷⁰⁸²", "abcdef", "\0", "9" * 9999]
)
def test_what_is_no_code_is_none(typed):
    assert step_of(SECRET, typed, after=0, now=datetime.fromtimestamp(59, UTC)) is None


def test_recovery_codes_can_be_read_aloud():
    codes = new_recovery_codes()

    assert len(set(codes)) == RECOVERY_CODES
    for code in codes:
        assert code.isascii()
        assert not set("01ilo") & set(code)
        assert plain_code(code.upper().replace("-", " ")) == code.replace("-", "")
