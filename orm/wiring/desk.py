"""What joins the desk: the policy, the people, the archive and the register of accounts."""

from datetime import datetime

from orm.cases.ways import Circumstances
from orm.http.domains import registrable_domain
from orm.model.cases import CaseFile
from orm.model.schools import AccountStatus, School
from orm.pipeline.keeping_evidence import Keeping, is_saved
from orm.triage.platforms import Platform, headings_for, platform_of
from orm.triage.policy import Policy


def circumstances(
    file: CaseFile,
    school: School | None,
    now: datetime,
    *,
    policy: Policy,
    keeping: Keeping | None,
) -> Circumstances:
    """What the gates ask of the world about a case. Without an archive nothing is saved."""
    url = file.seen[-1].url if file.seen else ""
    called = file.seen[-1].platform if file.seen else ""
    platform = platform_of(url, policy.platforms, called=called)
    headings = headings_for(file.case.category, policy.headings)
    return Circumstances(
        now=now,
        saved=keeping is not None and is_saved(file, keeping),
        own_account=school is not None and _has_account(school, platform),
        own_site=school is not None and _is_site_of(school, url),
        rules=tuple(rule.name for rule in platform.rules_about(headings)) if platform else (),
        hosts=platform is None or platform.hosts_user_content,
        platform=platform.name if platform else called,
    )


def _has_account(school: School, platform: Platform | None) -> bool:
    return platform is not None and any(
        account.platform.strip().lower() == platform.id and account.status is AccountStatus.ACTIVE
        for account in school.accounts
    )


def _is_site_of(school: School, url: str) -> bool:
    ours = registrable_domain(school.website) if school.website else ""
    return bool(ours) and bool(url) and registrable_domain(url) == ours
