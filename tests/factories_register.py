"""Rows of the school register (GIAS) with its real columns and invented schools."""

import csv
from io import StringIO

HEADER = [
    "URN",
    "LA (code)",
    "LA (name)",
    "EstablishmentNumber",
    "EstablishmentName",
    "TypeOfEstablishment (code)",
    "TypeOfEstablishment (name)",
    "EstablishmentTypeGroup (code)",
    "EstablishmentTypeGroup (name)",
    "EstablishmentStatus (code)",
    "EstablishmentStatus (name)",
    "ReasonEstablishmentOpened (code)",
    "ReasonEstablishmentOpened (name)",
    "OpenDate",
    "ReasonEstablishmentClosed (code)",
    "ReasonEstablishmentClosed (name)",
    "CloseDate",
    "PhaseOfEducation (code)",
    "PhaseOfEducation (name)",
    "StatutoryLowAge",
    "StatutoryHighAge",
    "Boarders (code)",
    "Boarders (name)",
    "NurseryProvision (name)",
    "OfficialSixthForm (code)",
    "OfficialSixthForm (name)",
    "Gender (code)",
    "Gender (name)",
    "ReligiousCharacter (code)",
    "ReligiousCharacter (name)",
    "ReligiousEthos (name)",
    "Diocese (code)",
    "Diocese (name)",
    "AdmissionsPolicy (code)",
    "AdmissionsPolicy (name)",
    "SchoolCapacity",
    "SpecialClasses (code)",
    "SpecialClasses (name)",
    "CensusDate",
    "NumberOfPupils",
    "NumberOfBoys",
    "NumberOfGirls",
    "PercentageFSM",
    "TrustSchoolFlag (code)",
    "TrustSchoolFlag (name)",
    "Trusts (code)",
    "Trusts (name)",
    "SchoolSponsorFlag (name)",
    "SchoolSponsors (name)",
    "FederationFlag (name)",
    "Federations (code)",
    "Federations (name)",
    "UKPRN",
    "FEHEIdentifier",
    "FurtherEducationType (name)",
    "LastChangedDate",
    "Street",
    "Locality",
    "Address3",
    "Town",
    "County (name)",
    "Postcode",
    "SchoolWebsite",
    "TelephoneNum",
    "HeadTitle (name)",
    "HeadFirstName",
    "HeadLastName",
    "HeadPreferredJobTitle",
    "BSOInspectorateName (name)",
    "InspectorateReport",
    "DateOfLastInspectionVisit",
    "NextInspectionVisit",
    "TeenMoth (name)",
    "TeenMothPlaces",
    "CCF (name)",
    "SENPRU (name)",
    "EBD (name)",
    "PlacesPRU",
    "FTProv (name)",
    "EdByOther (name)",
    "Section41Approved (name)",
    "SEN1 (name)",
    "SEN2 (name)",
    "SEN3 (name)",
    "SEN4 (name)",
    "SEN5 (name)",
    "SEN6 (name)",
    "SEN7 (name)",
    "SEN8 (name)",
    "SEN9 (name)",
    "SEN10 (name)",
    "SEN11 (name)",
    "SEN12 (name)",
    "SEN13 (name)",
    "TypeOfResourcedProvision (name)",
    "ResourcedProvisionOnRoll",
    "ResourcedProvisionCapacity",
    "SenUnitOnRoll",
    "SenUnitCapacity",
    "GOR (code)",
    "GOR (name)",
    "DistrictAdministrative (code)",
    "DistrictAdministrative (name)",
    "AdministrativeWard (code)",
    "AdministrativeWard (name)",
    "ParliamentaryConstituency (code)",
    "ParliamentaryConstituency (name)",
    "UrbanRural (code)",
    "UrbanRural (name)",
    "GSSLACode (name)",
    "Easting",
    "Northing",
    "MSOA (name)",
    "LSOA (name)",
    "InspectorateName (name)",
    "SENStat",
    "SENNoStat",
    "BoardingEstablishment (name)",
    "PropsName",
    "PreviousLA (code)",
    "PreviousLA (name)",
    "PreviousEstablishmentNumber",
    "Country (name)",
    "UPRN",
    "SiteName",
    "QABName (code)",
    "QABName (name)",
    "EstablishmentAccredited (code)",
    "EstablishmentAccredited (name)",
    "QABReport",
    "CHNumber",
    "MSOA (code)",
    "LSOA (code)",
    "FSM",
    "AccreditationExpiryDate",
]

WRENBECK = {
    "URN": "990101",
    "LA (name)": "Eastmarch",
    "EstablishmentName": "Wrenbeck Primary School",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentTypeGroup (name)": "Local authority maintained schools",
    "EstablishmentStatus (name)": "Open",
    "PhaseOfEducation (name)": "Primary",
    "Street": "Mill Road",
    "Town": "Harrowmere",
    "County (name)": "Eastmarch",
    "Postcode": "HM4 7QT",
    "SchoolWebsite": "www.wrenbeck.example",
    "HeadTitle (name)": "Mrs",
    "HeadFirstName": "Ottilie",
    "HeadLastName": "Quenby",
    "HeadPreferredJobTitle": "Headteacher",
}


def row(**changes: str) -> dict[str, str]:
    """Wrenbeck's row, with other values: `name`, `town`, `urn`, `status` … or a column's name."""
    columns = {
        "name": "EstablishmentName",
        "town": "Town",
        "urn": "URN",
        "status": "EstablishmentStatus (name)",
        "group": "EstablishmentTypeGroup (name)",
        "county": "County (name)",
        "authority": "LA (name)",
        "website": "SchoolWebsite",
        "trust": "Trusts (name)",
        "phase": "PhaseOfEducation (name)",
        "kind": "TypeOfEstablishment (name)",
        "postcode": "Postcode",
        "locality": "Locality",
    }
    return WRENBECK | {columns[key]: value for key, value in changes.items()}


def table(header: list[str], *rows: dict[str, str]) -> str:
    """A quoted CSV with CRLF, as the register's host gives it."""
    out = StringIO()
    writer = csv.DictWriter(out, header, restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def register(*rows: dict[str, str], encoding: str = "cp1252") -> bytes:
    """A register file with these rows."""
    return table(HEADER, *rows).encode(encoding)


def links(*rows: tuple[str, str, str]) -> bytes:
    """A links file: URN, LinkName, LinkType."""
    header = ["URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate"]
    return table(
        header,
        *(
            {
                "URN": urn,
                "LinkURN": "990900",
                "LinkName": name,
                "LinkType": kind,
                "LinkEstablishedDate": "01/09/2014",
            }
            for urn, name, kind in rows
        ),
    ).encode("cp1252")
