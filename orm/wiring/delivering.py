"""What joins the way out: the outbox, the mailer, the safety check, and who is told of a refusal."""

from datetime import datetime

from orm.config.values import Config
from orm.leaks.screen import Screen
from orm.model.letters import Letter
from orm.ports import Mailer, Store
from orm.weekly import PostRoom, told_instead, week_of
from reports.undelivered import undelivered


def post_room(
    config: Config, store: Store, mailer: Mailer, *, screen: Screen, now: datetime
) -> PostRoom:
    """The post room of this house, as it is `now`."""

    def tell(letter: Letter) -> tuple[Letter, ...]:
        reader = told_instead(letter, config.contacts)
        if reader is None:
            return ()
        notice = undelivered(
            letter.recipient,
            week_of(now),
            school_id=letter.school_id,
            reader=reader.email,
            rules=config.digest,
        )
        return screen.clear(notice, (), names=())

    return PostRoom(store, mailer, screen, tell)
