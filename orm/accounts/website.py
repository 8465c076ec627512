"""What the school's own website must show: its accounts, three policies, and news of this term."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from orm.accounts.linking import linked_back
from orm.accounts.outcomes import day
from orm.accounts.site_pages import folded, is_page
from orm.model.accounts import Account, CheckOutcome, SiteLinks
from orm.model.presence import Noticed, PresenceCheck
from orm.model.schools import AccountStatus, SchoolCalendar
from orm.model.site_checks import SitePage, SiteTopic
from orm.school_calendar import is_school_day, working_days

ALIVE_FOR = 60
"""School days: about a term. A parent who finds no news of a term takes the page for given up."""

_AUGUST = 8  # nobody's term, where the calendar does not reach
_NEWS = re.compile(r"\b(?:news|newsletters?|latest|blogs?|bulletins?|updates|newyddion)\b")
_POLICIES = re.compile(r"\bpolic(?:y|ies)\b|\bpolis[iï]|\bstatutory\b")
_RULES = r"(?:policy|policies|guidance|guidelines|agreement|code|rules|protocol|polisi)"
_WANTED = {
    SiteTopic.COMPLAINTS: ("a complaints policy", re.compile(r"\bcomplaints?\b|\bcwyn(?:ion)?\b")),
    SiteTopic.WHISTLEBLOWING: (
        "a whistleblowing policy",
        re.compile(r"\bwhistle ?blow(?:ing|er|ers)?\b|\bconfidential reporting\b|\bchwythu"),
    ),
    SiteTopic.SOCIAL_MEDIA: (
        "a social media policy",
        re.compile(
            r"\b(?:social ?(?:media|network(?:s|ing)?)|socialmedia|cyfryngau cymdeithasol)\b"
        ),
    ),
}
_NEEDS_RULES = re.compile(rf"\b{_RULES}\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>(?:{'|'.join(_MONTHS)})[a-z]{{0,6}})"
_DATES = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of )?{_MONTH}\.?,?[ -](?P<year>20\d\d)\b",
        rf"\b{_MONTH}\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>20\d\d)\b",
        r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>20\d\d)\b",
        r"(?<!\d)(?P<year>20\d\d)[-/](?P<month>\d{2})[-/](?P<day>\d{2})(?!\d)",
    )
)


def site_checks(
    pages: Sequence[SitePage],
    *,
    accounts: Sequence[Account],
    calendar: SchoolCalendar,
    today: date,
    unread: Sequence[str] = (),
) -> tuple[Noticed, ...]:
    """One notice for each topic, which is its key, in the topics' order.

    `pages` are those of the website that were read, its first page among them; `unread` are the
    addresses that could not be. What is missing from pages that were not all read could not be
    checked. `accounts` are the school's.
    """
    if not pages:
        return tuple(_could_not(topic, _NOTHING_READ) for topic in SiteTopic)
    return (
        _accounts(pages, accounts),
        *(_policy(topic, pages, unread) for topic in _WANTED),
        _news(pages, calendar, today),
    )


_NOTHING_READ = (
    "The school’s website could not be read today. Ask whoever looks after it whether it works; "
    "it is tried again tomorrow."
)


def _ok(topic: SiteTopic, says: str, evidence: str = "") -> Noticed:
    return Noticed(PresenceCheck.SITE, CheckOutcome.OK, says, evidence, topic)


def _finding(topic: SiteTopic, says: str, evidence: str = "") -> Noticed:
    return Noticed(PresenceCheck.SITE, CheckOutcome.FINDING, says, evidence, topic)


def _could_not(topic: SiteTopic, says: str, evidence: str = "") -> Noticed:
    return Noticed(PresenceCheck.SITE, CheckOutcome.COULD_NOT, says, evidence, topic)


def _accounts(pages: Sequence[SitePage], accounts: Sequence[Account]) -> Noticed:
    """Whether the site leads to every open account; which one is missing each account's own check
    says.
    """
    topic = SiteTopic.ACCOUNTS
    open_ones = [one for one in accounts if one.status is not AccountStatus.CLOSED]
    if not open_ones:
        return _ok(topic, "The school has no accounts that its website must list.")
    links = tuple(address for page in pages for _, address in page.links)
    site = SiteLinks(pages[0].url, links)
    came_to = [linked_back(one, None, site).outcome for one in open_ones]
    if CheckOutcome.FINDING in came_to:
        listed = came_to.count(CheckOutcome.OK)
        says = (
            f"The website leads to {listed or 'none'} of the school’s {len(open_ones)} accounts. "
            "List all of them on one page, so that families can tell which are the school’s."
        )
        return _finding(topic, says, pages[0].url)
    if CheckOutcome.COULD_NOT in came_to:
        says = (
            "Whether the website lists every account could not be checked: the register does not "
            "have the web address of each. Enter the addresses in the register."
        )
        return _could_not(topic, says)
    return _ok(topic, "The website lists every official account.")


def _policy(topic: SiteTopic, pages: Sequence[SitePage], unread: Sequence[str]) -> Noticed:
    called, pattern = _WANTED[topic]
    strict = topic is SiteTopic.SOCIAL_MEDIA
    found = next((link for page in pages for link in _leading(page, pattern, strict=strict)), "")
    if found:
        return _ok(topic, f"The website has {called}.", found)
    if missed := _unread_policies(pages, unread):
        says = (
            f"No link to {called} was found, but the website’s page of policies could not be read. "
            "Look there by hand."
        )
        return _could_not(topic, says, missed)
    says = f"No link to {called} was found on the website. Put one on the page of policies."
    return _finding(topic, says, pages[0].url)


def _leading(page: SitePage, pattern: re.Pattern[str], *, strict: bool) -> Iterator[str]:
    """The links to a policy. "Social media" alone may lead to the accounts: it needs the word
    policy, a document, or to stand on the page of policies.
    """
    among = bool(_POLICIES.search(folded("", page.url)))
    for words, address in page.links:
        said = folded(words, address)
        if pattern.search(said) and (
            not strict or among or _NEEDS_RULES.search(said) or not is_page(address)
        ):
            yield address


def _unread_policies(pages: Sequence[SitePage], unread: Sequence[str]) -> str:
    """A page of policies that the site links to and nobody read, or ""."""
    read = {page.url.rstrip("/") for page in pages}
    linked = (
        address
        for page in pages
        for words, address in page.links
        if is_page(address) and _POLICIES.search(folded(words, address))
    )
    missed = (address for address in linked if address.rstrip("/") not in read)
    return next(missed, next((one for one in unread if _POLICIES.search(folded("", one))), ""))


def _news(pages: Sequence[SitePage], calendar: SchoolCalendar, today: date) -> Noticed:
    """By the dates on the pages of news only: a policy and a list of term dates have dates too."""
    of_news = [page for page in pages if _NEWS.search(folded("", page.url))]
    newest = max((on for page in of_news for on in _dates(page) if on <= today), default=None)
    if newest is None:
        why = "has no dates that a program can read" if of_news else "was not found"
        says = f"The website’s news page {why}. Look by hand whether its news is of this term."
        return _could_not(SiteTopic.NEWS, says)
    if _longer(newest, calendar, today):
        says = (
            f"The newest date on the website’s news page is {day(newest)}, more than {ALIVE_FOR} "
            "school days ago. Put something new there or take the page down."
        )
        return _finding(SiteTopic.NEWS, says, newest.isoformat())
    return _ok(SiteTopic.NEWS, "The website has news of this term.", newest.isoformat())


def _longer(newest: date, calendar: SchoolCalendar, today: date) -> bool:
    """More school days than ALIVE_FOR lie between the two."""
    days = (newest + timedelta(days=ahead) for ahead in range(1, (today - newest).days + 1))
    school_days = (day for day in days if _counts(day, calendar))
    return next(islice(school_days, ALIVE_FOR, None), None) is not None


def _counts(day: date, calendar: SchoolCalendar) -> bool:
    """A school day; where the calendar does not reach, a weekday that is not in August."""
    first = min((term.first_on for term in calendar.terms), default=day)
    last = max((term.last_on for term in calendar.terms), default=day)
    if first <= day <= last:
        return is_school_day(calendar, day)
    return day.month != _AUGUST and is_school_day(working_days(calendar.nation), day)


def _dates(page: SitePage) -> Iterator[date]:
    """Every date on the page and in the addresses that it leads to."""
    for said in (page.text, *(address for _, address in page.links)):
        for form in _DATES:
            for found in form.finditer(said):
                if on := _date(found):
                    yield on


def _date(found: re.Match[str]) -> date | None:
    month = found["month"].lower()
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    try:
        return date(int(found["year"]), number, int(found["day"]))
    except ValueError:  # 31/02/2026 is no date
        return None
