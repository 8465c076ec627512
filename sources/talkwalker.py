"""Talkwalker Alerts: feeds that the operator has made by hand, one for each search.

- **What is read:** title, summary, publisher where the feed names one, address and date of what an
  alert found. No page is opened; pictures are not read.
- **Blind to:** whatever the alert is not set to find; the rest of each text; what is older than the
  feed, which has no second page. Nothing in the feed says that it is Talkwalker's: any feed behind
  the key is read as the alert's.
- **Access:** C: keyless, but the address is a secret of its owner (contracts/web.md §1.4, October
  2026). The service may be discontinued (from memory, unverified); its searches without an alert
  have answered 404 since July 2026.
- **Key:** make an alert at talkwalker.com/alerts for the school's name in quotation marks and its
  town, choose the feed, and copy its address: `https://alerts.talkwalker.com/alerts/rss/...`. Put
  the whole of it into an environment variable and write `key = "env:ORM_TALKWALKER"` under
  `[sources.talkwalker]`; for several alerts one `[[sources.talkwalker.keys]]` each, with `name` and
  `secret`, and that name under `[[sources.talkwalker.alerts]]`. Whoever knows the address reads the alert;
  deleting the alert ends it.
- **Rate:** every 30 minutes to 12 hours, one request per alert. Free; no quota is stated.
- **Personal data:** names inside titles and summaries. Authors are not read. The feed's own address
  is dropped before anything is read.
- **Known by:** the article's canonical address.
- **Golden files:** `tests/golden/talkwalker/`. The feed is described, not captured: a plain RSS 2.0.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import ClassVar

from orm.model.items import Kind
from orm.model.keys import SecretAddress, Signing
from orm.model.polls import Access, Cadence, Page, Request, Response
from orm.model.schools import Watch
from sources._parsing.alerts import Alert, alert_answer, alert_item, alert_requests
from sources._parsing.documents import Label, page_of
from sources._parsing.feeds import read_feed
from sources._parsing.outlets import outlets

_ADDRESS = SecretAddress(
    prefixes=(
        "https://alerts.talkwalker.com/alerts/rss/",
        "https://www.talkwalker.com/alerts/rss/",
    )
)
_LABEL = Label("talkwalker", Kind.NEWS)
_ADVICE = (
    "make it anew at talkwalker.com/alerts and put the address of its feed into the key of "
    "sources.talkwalker, or switch the source off if the service has ended"
)


@dataclass(frozen=True, slots=True)
class TalkwalkerOptions:
    """`[sources.talkwalker]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    alerts: tuple[Alert, ...] = field(
        default=(),
        metadata={
            "doc": "Alerts by their key; none means that of the unnamed key, for all schools."
        },
    )


@dataclass(frozen=True, slots=True)
class Talkwalker:
    """What the operator's own Talkwalker alerts find."""

    options: TalkwalkerOptions = TalkwalkerOptions()

    name: ClassVar[str] = "talkwalker"
    access: ClassVar[Access] = Access.C
    signing: ClassVar[Signing] = _ADDRESS
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(minutes=30),
        usual=timedelta(minutes=30),
        longest=timedelta(hours=12),
        silence=timedelta(days=60),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One request per alert that is read for this school."""
        alerts = self.options.alerts or (Alert(),)
        return tuple(alert_requests(self.name, _ADDRESS, alerts, watch))

    def parse(self, response: Response) -> Page:
        """What the alert found; a feed without entries is an honest nothing.

        Raises:
            SourceError: by status; Gone or Refused where the alert was deleted or its address is
                wrong; Unreadable for anything that is not a feed.
        """
        answer = alert_answer(response, advice=_ADVICE)
        feed = read_feed(answer)
        published_by = outlets(answer)
        items = (
            alert_item(entry, replace(_LABEL, outlet=published_by.get(entry.link, "")), _ADDRESS)
            for entry in feed.entries
        )
        return page_of(items, answer, wait=feed.wait, left_out=feed.left_out)
