"""Google Alerts: feeds that the operator has made by hand, one for each search.

- **What is read:** title, the two lines Google shows of the text, address and date of what an alert
  found on the web. No page is opened.
- **Blind to:** whatever the alert is not set to find; the rest of each text; everything older than
  the 20 entries of the feed, which has no second page; pages Google has not indexed, and everything
  that needs a sign-in. Nothing says who wrote a page; its site stands for that.
- **Access:** C: keyless, but the address is a secret of its owner (contracts/web.md §1.3, October
  2026). There is no interface to make alerts with.
- **Key:** at google.com/alerts search for the school's name in quotation marks and its town,
  choose "Deliver to: RSS feed", then copy the address behind the feed's sign:
  `https://www.google.com/alerts/feeds/...`. Not the address of the page itself. Put the whole of
  it into an environment variable and write `key = "env:ORM_GOOGLE_ALERT"` under
  `[sources.google_alerts]`; for several alerts one `[[sources.google_alerts.keys]]` each, with
  `name` and `secret`, and that name under `[[sources.google_alerts.alerts]]`. Whoever knows the
  address reads the alert; deleting the alert ends it.
- **Rate:** every 30 minutes to 12 hours, one request per alert. Free; no quota is stated.
- **Dates:** when Google found the page, not when it appeared, so kept with the precision of a day.
- **Personal data:** names inside titles and lines of text. The feed's own address and the signature
  on each link, which hold the owner's and the alert's numbers, are dropped before anything is read.
- **Known by:** Google's id of the entry; without one, the article's canonical address.
- **Golden files:** `tests/golden/google_alerts/`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import ClassVar

from orm.model.items import Item, Kind, Precision
from orm.model.keys import SecretAddress, Signing
from orm.model.polls import Access, Cadence, Page, Request, Response, Skipped
from orm.model.schools import Watch
from sources._parsing.alerts import Alert, alert_answer, alert_item, alert_requests
from sources._parsing.answers import unreadable
from sources._parsing.documents import Feed, Label, page_of
from sources._parsing.feeds import read_feed

_ADDRESS = SecretAddress(prefixes=("https://www.google.com/alerts/feeds/",))
_LABEL = Label("google_alerts", Kind.NEWS)
_OF_GOOGLE = ("tag:google.com,2005:reader/", "tag:google.com,2013:googlealerts/")
_ADVICE = (
    'make it anew at google.com/alerts with "Deliver to: RSS feed" and put the address of that feed '
    "into the key of sources.google_alerts"
)


@dataclass(frozen=True, slots=True)
class GoogleAlertsOptions:
    """`[sources.google_alerts]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    alerts: tuple[Alert, ...] = field(
        default=(),
        metadata={
            "doc": "Alerts by their key; none means that of the unnamed key, for all schools."
        },
    )


@dataclass(frozen=True, slots=True)
class GoogleAlerts:
    """What the operator's own Google alerts find."""

    options: GoogleAlertsOptions = GoogleAlertsOptions()

    name: ClassVar[str] = "google_alerts"
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
                wrong; Unreadable for a feed that is not Google Alerts'.
        """
        answer = alert_answer(response, advice=_ADVICE)
        feed = read_feed(answer)
        if not _is_alert(feed):
            raise unreadable(answer, "the feed is not a Google alert's")
        return page_of(_items(feed), answer, wait=feed.wait, left_out=feed.left_out)


def _is_alert(feed: Feed) -> bool:
    ids = (feed.guid, *(entry.guid for entry in feed.entries))
    return feed.title.startswith("Google Alert") or any(i.startswith(_OF_GOOGLE) for i in ids)


def _items(feed: Feed) -> Iterator[Item | Skipped]:
    for entry in feed.entries:
        item = alert_item(entry, _LABEL, _ADDRESS, by_guid=True)
        if isinstance(item, Item) and item.posted_at is not None:
            item = replace(item, precision=Precision.DAY)
        yield item
