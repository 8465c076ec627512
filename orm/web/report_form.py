"""The fields of a report, as they were typed: what is wrong with them, and the post they make."""

from dataclasses import replace

from orm.errors import ConfigError
from orm.intake.from_form import Form, from_form
from orm.model.brought import Brought
from orm.model.schools import SchoolId
from orm.reading.reporting import LONGEST, MISSING, NO_FILE, wrong_fields
from orm.web.asking import Ask
from orm.web.forms import Problem, needed


def read_report(ask: Ask, school_id: SchoolId, *, brought_by: str) -> Brought | tuple[Problem, ...]:
    """The post of a form for one school, or everything that is wrong with it. Files are no part of
    it.
    """
    problems = (*needed(ask.form, *MISSING), *_too_long(ask))
    if ask.uploads:
        problems = (*problems, Problem("", NO_FILE))
    if problems:
        return problems
    fields = {name: ask.form.one(name) for name in LONGEST}
    reception = replace(ask.house.reception(brought_by=brought_by), schools=(school_id,))
    try:
        return from_form(Form(school=school_id, **fields), reception)
    except ConfigError as error:
        return tuple(Problem(field, says) for field, says in wrong_fields(error))


def _too_long(ask: Ask) -> tuple[Problem, ...]:
    return tuple(
        Problem(name, f"That is too long: at most {most:,} characters.")
        for name, most in LONGEST.items()
        if len(ask.form.one(name)) > most
    )
