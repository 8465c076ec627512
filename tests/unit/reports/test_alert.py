"""The alert says which case and nothing about it (domain.md §5.4)."""

import inspect

import pytest

from orm.model.cases import CaseRef
from orm.model.judgement import Severity
from orm.model.letters import LetterKind
from reports.alert import alert
from tests.factories_weeks import DSL, HEAD, rules, school

REF = CaseRef("K7QD-2MX9")


def write(severity=Severity.S3, **changes):
    arguments = {"school": school(), "reader": DSL, "rules": rules(), **changes}
    return alert(ref=REF, severity=severity, **arguments)


def test_an_emergency_says_phone_first():
    letter = write(Severity.S4)

    assert letter.subject == "URGENT - open case K7QD-2MX9"
    assert letter.text.index("999") < letter.text.index("desk")
    assert "phone tree" in letter.text
    assert "is not an emergency service and does not watch out of hours" in letter.text


def test_a_serious_case_asks_for_today():
    letter = write(Severity.S3)

    assert letter.subject == "Case K7QD-2MX9 needs you today"
    assert "999" not in letter.text


def test_an_alert_cannot_know_what_the_case_is_about():
    assert set(inspect.signature(alert).parameters) == {
        "ref", "severity", "school", "reader", "rules", "once_suffix",
    }  # fmt: skip


def test_without_a_desk_the_alert_tells_the_command():
    letter = write(rules=rules(desk_url=""))

    assert "orm case show K7QD-2MX9" in letter.text
    assert "IT contact" in letter.text
    assert "href" not in letter.html


def test_with_a_desk_the_alert_leads_to_the_case():
    assert "https://desk.wrenbeck.example/cases/K7QD-2MX9" in write().text


@pytest.mark.parametrize(
    "other", [write(Severity.S4), write(reader=HEAD), write(once_suffix="overdue")]
)
def test_graver_other_readers_and_other_occasions_are_other_letters(other):
    assert other.once != write().once


def test_the_same_alert_is_the_same_letter():
    assert write() == write()
    assert write().once == "alert/K7QD-2MX9/dsl/opened-s3"


def test_an_alert_goes_to_its_reader_for_its_school():
    letter = write()

    assert letter.recipient == DSL.email
    assert letter.school_id == "wrenbeck"
    assert letter.kind is LetterKind.ALERT
