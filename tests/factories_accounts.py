"""Official accounts, the people who keep them and what platforms say; everything invented."""

from datetime import UTC, date, datetime, time, timedelta

from orm.accounts.judging import World
from orm.accounts.letters import skeleton
from orm.model.accounts import Account, AccountFile, AccountId, Known, Sighting, SiteLinks, State
from orm.model.schools import Contact, ContactId, Role, School, SchoolCalendar, SchoolId, Term
from tests.factories import school

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)
"""A Friday in term."""

WEBSITE = "https://www.wrenbeck.example/"
SITE = SiteLinks(WEBSITE, ("https://x.com/wrenbeckprimary", "https://www.wrenbeck.example/news"))

AUTUMN = Term(date(2026, 9, 2), date(2026, 10, 23))
LATE_AUTUMN = Term(date(2026, 11, 2), date(2026, 12, 18))
SPRING = Term(date(2027, 1, 4), date(2027, 2, 12))
TERMS = SchoolCalendar(terms=(AUTUMN, LATE_AUTUMN, SPRING), inset_on=frozenset({date(2026, 9, 2)}))


def contact(name: str, *roles: Role, **changes) -> Contact:
    return Contact(
        **{
            "id": ContactId(name),
            "name": name.title(),
            "email": f"{name}@wrenbeck.example",
            "roles": frozenset(roles),
            **changes,
        }
    )


HEAD = contact("head", Role.HEADTEACHER)
DSL = contact("dsl", Role.DSL)
COMMS = contact("office", Role.COMMS)
IT = contact("network", Role.IT)
EVERYBODY = (HEAD, DSL, COMMS, IT)


def wrenbeck(**changes) -> School:
    return school(**{"website": WEBSITE, "email": "office@wrenbeck.example", **changes})


def account(**changes) -> Account:
    """Wrenbeck's account on X, as well kept as can be."""
    return Account(
        **{
            "school_id": SchoolId("wrenbeck"),
            "platform": "x",
            "handle": "wrenbeckprimary",
            "stable_id": "1170200",
            "url": "https://x.com/wrenbeckprimary",
            "purpose": "News for families",
            "outcomes": "Families hear of trips and closures",
            "owner": COMMS.id,
            "keepers": (COMMS.id, HEAD.id),
            "access_tested_on": date(2026, 10, 1),
            "risk_assessed_on": date(2026, 3, 2),
            "approved_by": HEAD.id,
            "approved_on": date(2026, 3, 3),
            "admin_email": "social@wrenbeck.example",
            "second_reader": DSL.id,
            "moderation_days": 2,
            "consent": "The form of the admissions pack",
            "agreement_signed_on": date(2026, 9, 4),
            "minimum_age": 13,
            "review_on": date(2027, 3, 1),
            **changes,
        }
    )


def sighting(**changes) -> Sighting:
    """Wrenbeck's account as X tells it, all well."""
    return Sighting(
        **{
            "platform": "x",
            "stable_id": "1170200",
            "handle": "wrenbeckprimary",
            "url": "https://x.com/wrenbeckprimary",
            "state": State.LIVE,
            "name": "Wrenbeck Primary School",
            "description": "News from Wrenbeck Primary in Harrowmere",
            "links": (WEBSITE,),
            "verified": False,
            "posted_at": (NOW - timedelta(days=1),),
            "waiting_since": NOW - timedelta(hours=3),
            **changes,
        }
    )


def known(**changes) -> Known:
    """Remembered since October as it was then."""
    return Known(
        **{
            "seen": sighting(posted_at=None, waiting_since=None),
            "seen_at": NOW - timedelta(days=40),
            **changes,
        }
    )


def file(**changes) -> AccountFile:
    return AccountFile(
        **{
            "id": AccountId(7),
            "account": account(),
            "known": known(),
            "findings": (),
            "checked_at": NOW - timedelta(days=1),
            "next_check_at": NOW,
            **changes,
        }
    )


def last_two_labels(url: str) -> str:
    """The registrable domain, as far as the town's addresses go."""
    return ".".join(url.split("/")[2].split(".")[-2:])


def world(**changes) -> World:
    return World(
        **{
            "school": wrenbeck(),
            "contacts": EVERYBODY,
            "calendar": TERMS,
            "domains": frozenset({"wrenbeck.example"}),
            "domain_of": last_two_labels,
            "skeleton": skeleton,
            "now": NOW,
            **changes,
        }
    )


WORKING_HOURS = (time(8, 0), time(18, 0))
