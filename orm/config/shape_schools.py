"""The file's shape, second half: [[schools]] and [[contacts]]."""

from pydantic import Field

from orm.config.kinds import Email, Identifier, Named, Postcode, Table, Text, Urn, Website
from orm.model.schools import AccountStatus, Role


class NamesakeTable(Table):
    """Something else of the same name: posts about it are not about this school."""

    name: Named = Field(
        description="Its name as posts write it, with its town where it has one.",
        examples=["Wrenbeck Primary Academy, Tollworth"],
    )
    what: Text = Field(
        default="", description="What it is, for people.", examples=["a school in Westmarch"]
    )


class AccountTable(Table):
    """An official account of the school."""

    platform: Named = Field(description="The platform, in small letters.", examples=["youtube"])
    handle: Named = Field(
        description="Handle or id there; for YouTube the id that starts with UC.",
        examples=["UCwrenbeckprimaryschool00"],
    )
    display_name: Text = Field(
        default="", description="The name it shows.", examples=["Wrenbeck Primary School"]
    )
    status: AccountStatus = Field(
        default=AccountStatus.ACTIVE, description='"active", "dormant" or "closed".'
    )


class SchoolTable(Table):
    """A school to watch. Repeat the table for each."""

    id: Identifier = Field(
        description="Short name in the database and on the command line; never change it.",
        examples=["wrenbeck"],
    )
    name: Named = Field(
        description="Full name as in the school register.", examples=["Wrenbeck Primary School"]
    )
    town: Named = Field(
        description="Town or village; tells the school from its namesakes.", examples=["Harrowmere"]
    )
    aliases: tuple[Named, ...] = Field(
        default=(), description="Other full names people write.", examples=[["Wrenbeck Primary"]]
    )
    short_names: tuple[Named, ...] = Field(
        default=(),
        description="Initials and nicknames; never enough by themselves.",
        examples=[["WPS"]],
    )
    former_names: tuple[Named, ...] = Field(
        default=(),
        description="Names the school had before.",
        examples=[["Wrenbeck Junior and Infant School"]],
    )
    county: Text = Field(default="", description="County.", examples=["Eastmarch"])
    postcode: Postcode = Field(default="", description="Full postcode.", examples=["HM4 7QT"])
    local_authority: Text = Field(
        default="", description="Local authority.", examples=["Eastmarch Council"]
    )
    urn: Urn = Field(
        default="",
        description="Six-digit number in the school register, in quotes.",
        examples=["990101"],
    )
    website: Website = Field(
        default="",
        description="The school's own website.",
        examples=["https://wrenbeck.example"],
    )
    address: Text = Field(
        default="",
        description="Postal address, for letters.",
        examples=["Mill Road, Harrowmere, HM4 7QT"],
    )
    telephone: Text = Field(
        default="",
        description="The office's telephone number, for letters; never a personal mobile.",
        examples=["01632 960100"],
    )
    email: Text = Field(
        default="",
        description="The office's email address, for letters.",
        examples=["office@wrenbeck.example"],
    )
    trust: Text = Field(
        default="",
        description="Academy trust, if it has one.",
        examples=["Mereside Learning Trust"],
    )
    school_type: Text = Field(
        default="", description="Phase and type, for people.", examples=["Primary, maintained"]
    )
    context_terms: tuple[Named, ...] = Field(
        default=(),
        description="Words that speak for this school when they stand near its name.",
        examples=[["Mill Road", "Year 6 leavers"]],
    )
    namesakes: tuple[NamesakeTable, ...] = Field(
        default=(), description="Other schools, streets, pubs and clubs of the same name."
    )
    accounts: tuple[AccountTable, ...] = Field(
        default=(), description="The school's official accounts."
    )
    names_file: Text = Field(
        default="",
        description="A file only you can read, with the full name of a pupil in each line: orm asks "
        "about posts of the school's own that hold one beside a picture. It keeps no name.",
        examples=["names.txt"],
    )


class ContactTable(Table):
    """A person who acts for the school. One person may hold two roles. Repeat for each."""

    id: Identifier = Field(
        description="Short name for use in this file and on the command line.",
        examples=["head"],
    )
    name: Named = Field(description="Name as letters greet it.", examples=["Ada Ferrow"])
    email: Email = Field(
        description="Address on a domain of mail.allowed_domains; one for each person.",
        examples=["head@wrenbeck.example"],
    )
    roles: frozenset[Role] = Field(
        min_length=1,
        description="Roles held: headteacher, dsl, slt, comms, chair, dpo, it. Every school needs "
        "a headteacher, a dsl and a chair.",
        examples=[["headteacher", "dsl"]],
    )
    deputy: Identifier | None = Field(
        default=None, description="The id of the contact who stands in.", examples=["deputy"]
    )
    schools: frozenset[Identifier] = Field(
        default=frozenset(),
        description="Ids of the schools acted for; without this key: all.",
        examples=[["wrenbeck"]],
    )
    digest: bool = Field(default=True, description="Receives the weekly digest.")
