"""Who writes letters here: the house's templates on the school's letterhead."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from orm.errors import ConfigError
from orm.model.papers import Facts, Paper, Question, Template
from reports import papers


@dataclass(frozen=True, slots=True)
class OnLetterhead:
    """The desk's writer. Without a `letterhead` letters stand on the house's plain one."""

    letterhead: Path | None = None

    def draft(self, template: Template, facts: Facts) -> Paper:
        """As `reports.papers.draft`."""
        return papers.draft(template, facts, letterhead=self._read())

    def final(
        self, template: Template, facts: Facts, *, approved_by: str, approved_on: date
    ) -> Paper:
        """As `reports.papers.final`."""
        return papers.final(
            template,
            facts,
            approved_by=approved_by,
            approved_on=approved_on,
            letterhead=self._read(),
        )

    def questions(self, template: Template) -> tuple[Question, ...]:
        """As `reports.papers.questions`."""
        return papers.questions(template)

    def _read(self) -> bytes | None:
        if self.letterhead is None:
            return None
        try:
            return self.letterhead.read_bytes()
        except OSError as error:
            raise ConfigError(
                [f"letters.letterhead: {self.letterhead} cannot be read: {error.strerror}"]
            ) from error
