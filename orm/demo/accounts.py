"""The register of official accounts that the demo's schools brought along as a spreadsheet."""

from dataclasses import asdict
from importlib import resources
from string import Template

from orm.accounts.sheet import read_sheet
from orm.demo.town.addresses import addresses
from orm.model.accounts import Account
from orm.model.schools import Contact, ContactId, Role, SchoolId
from orm.wiring import House
from orm.wiring.accounts import check_accounts, survey_schools


def enter_accounts(house: House, *, port: int) -> None:
    """Put the sheet's accounts into the register, each school's by its own comms lead; what stands
    there already is made equal to the sheet.
    """
    sheet = accounts_of_sheet(house, port=port)
    now = house.edges.clock.now()
    for school in house.schools:
        theirs = [each for each in sheet if each.school_id == school.id]
        by = _comms_lead(house.config.contacts, school.id)
        house.edges.store.accounts.enter(theirs, by=by, now=now)


def accounts_of_sheet(house: House, *, port: int) -> tuple[Account, ...]:
    """The bundled sheet for a town that is served on `port`."""
    text = (resources.files("orm.demo") / "data" / "accounts.csv").read_text(encoding="utf-8")
    return read_sheet(
        Template(text).substitute(asdict(addresses(port))).encode(),
        school_ids=[school.id for school in house.schools],
        contacts=house.config.contacts,
    )


def look_at_accounts(house: House) -> None:
    """Check the accounts and look around, as far as either is due."""
    check_accounts(house)
    survey_schools(house)


def _comms_lead(contacts: tuple[Contact, ...], school_id: SchoolId) -> ContactId | None:
    of_school = (each for each in contacts if school_id in each.schools)
    return next((each.id for each in of_school if Role.COMMS in each.roles), None)
