"""What the steps of the first run work with."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from orm.config.first_draft import Draft, Step
from orm.config.first_file import Surroundings
from orm.config.first_sheet import Sheet
from orm.config.secret_values import Vault
from orm.mail import mailer
from orm.model.letters import Mail
from orm.model.schools import School
from orm.model.settings import MailSettings
from orm.model.source_records import SourceRecord
from orm.reading.school_search import SchoolSearch, school_search
from orm.web.first_run.folder import SetupFolder
from orm.wiring import source_shapes
from orm.wiring.source_records import source_records


@dataclass(frozen=True, slots=True)
class Kit:
    """The folder, the sources there are, the register to search, and the way to send a letter.

    `about` is each source's own record.
    """

    folder: SetupFolder
    around: Surroundings
    search: SchoolSearch
    registered: Sequence[School]
    about: Mapping[str, SourceRecord]
    send: Callable[[MailSettings, Mail], None]

    def school_of(self, draft: Draft) -> School | None:
        """The register's entry of the number in the draft."""
        return self.search.school(Sheet(Step.SCHOOL, draft.typed(Step.SCHOOL)).one("urn"))


def kit_for(folder: SetupFolder, registered: Sequence[School], *, listen: str) -> Kit:
    """The real one, with the sources, the environment and the mail of this program."""
    shapes = source_shapes()
    return Kit(
        folder=folder,
        around=Surroundings(shapes, Vault(folder.base, os.environ), listen),
        search=school_search(registered),
        registered=registered,
        about={each.name: each for each in source_records()},
        send=_send,
    )


def _send(settings: MailSettings, mail: Mail) -> None:
    mailer(settings).send(mail)
