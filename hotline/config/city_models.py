"""The sections of config.yaml that say what city this is: who acts where, and on what.

They seed an empty database once; after that the database is the truth.
"""

from pathlib import Path
from typing import Literal

from pydantic import Field

from hotline.config.section import Section
from hotline.config.values import CategoryName, Day, Key, Language, Name, Names, Phone, Routes, SomeSpan, SpokenLanguage, TimeZone


class City(Section):
    name: Names = Field(description="The city's name in each language.")
    signature: dict[Language, str] = Field(
        default_factory=dict, description="Put before each text, where one is asked."
    )
    timezone: TimeZone = Field("Asia/Shanghai", description="The city's time zone.")
    region: str = Field("CN", pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$", description="Whose public holidays count.")
    languages: tuple[Language, ...] = Field(
        ("zh-CN", "en"), min_length=1, description="Residents' languages, the usual first."
    )
    shown_number: str = Field(pattern=r"^\+?[0-9]{3,15}$", description="The number residents know.")
    office_hours: str = Field(
        "mon-fri 09:00-17:00", description="Like mon-fri 09:00-12:00,13:00-17:00; sat 09:00-12:00."
    )
    catalogue: Literal["national", "none"] = Field(
        "national", description="The national standard's other categories beside the city's own, or none."
    )
    gazetteer: Path | None = Field(
        None, description="A CSV of places beside this file: name, name_en, aliases, grid, from_no, to_no, lat, lon."
    )
    extra_holidays: tuple[Day, ...] = Field((), description="Days off the calendar of the region does not know.")
    extra_working_days: tuple[Day, ...] = Field(
        (), description="Make-up working days it does not know; a year with one of them counts as known."
    )


class Department(Section):
    id: Name
    name: Names


class Place(Section):
    name: Names
    aliases: tuple[str, ...] = ()
    house_numbers: tuple[int, int] | None = None
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)


class Grid(Section):
    id: Name
    name: Names
    kind: Literal["urban", "rural"]
    center: tuple[float, float]
    district: Name | None = Field(None, description="The department that owns here what no other will; left out: none.")
    places: tuple[Place, ...] = ()


class Person(Section):
    name: str = Field(min_length=1)
    phone: Phone | None = None
    role: Literal["head", "officer", "coordinator", "operator", "supervisor", "protection", "auditor", "admin", "station"]
    department: Name | None = None
    language: Language = "zh-CN"
    on_duty: bool = True
    speaks: tuple[SpokenLanguage, ...] = Field((), description="An operator's languages on the phone; none: their own.")
    deputy: str | None = Field(None, description="Who acts while this one is away: a name of people, of the same department.")


class Category(Section):
    id: CategoryName
    standard: str = Field(min_length=1)
    name: Names
    words: dict[SpokenLanguage, tuple[str, ...]] = Field(default_factory=dict)
    urgent: bool = False
    night: bool = Field(False, description="To the night duty outside office hours, and judged at night.")
    photo: bool = Field(False, description="A result wants a photo: asked for once, then noted as missing.")
    sealed: bool = Field(False, description="It accuses a person or a business: sealed from the beginning.")
    result: SomeSpan | None = None
    key: Key | None = None


class Decision(Section):
    option: int = Field(ge=1, le=5, description="Which of the options was decided, counted from 1.")
    date: Day = Field(description="When.")


class Consultation(Section):
    id: Name
    question: Names
    options: tuple[Names, ...] = Field(min_length=2, max_length=5)
    opens: Day = Field(description="The first day on which anybody may vote.")
    closes: Day = Field(description="The last one.")
    decision: Decision | None = Field(None, description="What the city decided afterwards; it follows the vote or does not.")


class Topic(Section):
    id: Name
    name: Names
    words: dict[SpokenLanguage, tuple[str, ...]] = Field(default_factory=dict, description="What people call it.")
    says: Names = Field(description="What is told of it, spoken in under 20 seconds.")
    writes: Names | None = Field(None, description="The same as a text says it, where figures are spelt out for the ear.")
    ours: bool = Field(True, description="false: another office's matter, named here with its number.")
    key: Key | None = Field(None, description="The digit in the call's menu, 1 to 4.")


class Routing(Section):
    default: Routes = Field(description="Start of a category's id: department; the longest start wins, * is any.")
    grids: dict[Name, Routes] = Field(default_factory=dict, description="The same for one grid, before the default.")
    kinds: dict[Literal["enquiry", "praise", "suggestion"], Name] = Field(
        default_factory=dict,
        description="Who gets every enquiry, praise or suggestion, whatever it is about; left out: category and grid say it.",
    )


class Danger(Section):
    words: dict[SpokenLanguage, tuple[str, ...]] = Field(default_factory=dict, description="Words that make anything urgent.")


class Duty(Section):
    rota: dict[str, tuple[str, ...]] = Field(
        default_factory=dict,
        description="Department: names of people in the order in which they are rung about what is urgent; left out: its "
        "officers on duty. * is the city's own, for what no department handles yet; left out: the coordinators.",
    )
    night: dict[Name, tuple[str, ...]] = Field(
        default_factory=dict,
        description="Department: names of people in the order in which they get tickets of night categories outside office "
        "hours; left out: its officers on duty.",
    )
