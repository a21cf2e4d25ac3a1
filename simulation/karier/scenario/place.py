"""The `city:` block of a place: whom it serves, its offices, their staff and their service lines.

Written compactly (a kind of office once, its instances in a list) and read into one record an office.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from karier import evidence
from karier.scenario.errors import BadInput, bad, shown, unknown
from karier.state.posts import FAMILIES

GROUPS = (
    "education", "health", "technical", "finance", "administration", "health_skilled", "technical_skilled",
)  # fmt: skip
GENERAL = ("general_administration", "general_health", "general_technical", "general_finance")
STAFF = (*GROUPS, *GENERAL)  # what a kind of office is staffed with: functional groups, then pelaksana by family
MANAGERS = ("pengawas", "administrator", "jpt_pratama")
LineKind = Literal["counter", "docket", "caseload", "support"]
FIELDS = {
    "counter": ("annual_rate", "utilisation", "promised_minutes"),
    "docket": ("annual_rate", "utilisation", "promised_days"),
    "caseload": (),
    "support": (),
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Label = Annotated[dict[Literal["id", "en"], Annotated[str, Field(min_length=1)]], Field(min_length=2)]
"""A text in both languages."""


class Kind(_Strict):
    """A kind of office. Staff and managers are weights: shares of the city's posts of that group."""

    label: Label
    family: str
    head: str  # level of its head, one of MANAGERS
    managers: dict[str, float] = {}  # beside the head
    staff: dict[str, float]
    source: str = Field(min_length=1)

    @field_validator("family")
    @classmethod
    def _known_family(cls, value: str) -> str:
        return _one_of(value, FAMILIES)

    @field_validator("head")
    @classmethod
    def _known_head(cls, value: str) -> str:
        return _one_of(value, MANAGERS)

    @field_validator("managers")
    @classmethod
    def _known_managers(cls, value: dict[str, float]) -> dict[str, float]:
        return _weights(value, MANAGERS)

    @field_validator("staff")
    @classmethod
    def _known_staff(cls, value: dict[str, float]) -> dict[str, float]:
        return _weights(value, STAFF)


class Instances(_Strict):
    """One office (`id`), or one or several in each kecamatan (`each: kecamatan`, `number`)."""

    kind: str
    id: str | None = None
    label: Label | None = None
    kecamatan: str | None = None
    each: Literal["kecamatan"] | None = None
    number: dict[str, int] | None = None
    by: Literal["population"] | None = None  # staff follows the population of the kecamatan, not the size
    size: float | dict[str, float] = 1.0  # scales the weights; by kecamatan where there is one in each
    family: str | None = None
    head: str | None = None
    managers: dict[str, float] | None = None
    staff: dict[str, float] | None = None
    source: str = ""

    @model_validator(mode="after")
    def _one_or_each(self) -> "Instances":
        if (self.id is None) == (self.each is None):
            raise ValueError("needs either id or each: kecamatan")
        if self.id is not None and (self.label is None or isinstance(self.size, dict)):
            raise ValueError("an office with an id needs a label, and one size")
        sizes = self.size.values() if isinstance(self.size, dict) else [self.size]
        if not all(0 < size < 1e9 for size in sizes):
            raise ValueError("sizes are numbers above 0")
        return self


class OfficeSpec(_Strict):
    """One office (perangkat daerah, kecamatan, puskesmas, school group)."""

    id: str
    kind: str
    label: Label
    kecamatan: str | None
    family: str
    head: str
    managers: dict[str, float]
    staff: dict[str, float]


class LineSpec(_Strict):
    """A template of service lines: one line in each office it applies to."""

    label: Label
    kind: LineKind
    offices: tuple[str, ...]  # kinds or ids
    share: float = Field(gt=0, le=1)  # of the office's posts without managers
    staff: tuple[str, ...] = ()  # groups whose posts serve it; empty: all
    serves: Literal["kecamatan", "city"] = "city"
    source: str = Field(min_length=1)
    parameters: dict[str, dict[str, Any]] = {}

    @model_validator(mode="after")
    def _complete(self) -> "LineSpec":
        if set(self.parameters) != set(FIELDS[self.kind]):
            wanted = ", ".join(FIELDS[self.kind]) or "none"
            raise ValueError(f"parameters are {', '.join(self.parameters) or 'none'}; a {self.kind} has {wanted}")
        for group in self.staff:
            _one_of(group, STAFF)
        return self


class Population(_Strict):
    """Persons at mid-year by kecamatan and year; linear between the years, constant after the last."""

    source: str = Field(min_length=1)
    evidence: tuple[str, ...] = ()
    kecamatan: dict[str, dict[int, int]]

    @field_validator("evidence")
    @classmethod
    def _registered(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for identifier in value:
            if evidence.status(identifier) is None:
                raise ValueError(f"{identifier} is not in the register of evidence")
        return value

    @field_validator("kecamatan")
    @classmethod
    def _counted(cls, value: dict[str, dict[int, int]]) -> dict[str, dict[int, int]]:
        if not value or not all(years for years in value.values()):
            raise ValueError("needs at least one kecamatan with one year each")
        if any(persons < 1 for years in value.values() for persons in years.values()):
            raise ValueError("needs at least one person in each kecamatan")
        return value


class City(_Strict):
    """A city: kecamatan, offices and lines, complete."""

    inhabitants: Population
    offices: tuple[OfficeSpec, ...]
    lines: dict[str, LineSpec]

    @property
    def kecamatan(self) -> tuple[str, ...]:
        """The names, in the order of the file."""
        return tuple(self.inhabitants.kecamatan)

    @property
    def population(self) -> dict[str, dict[int, int]]:
        """Persons by kecamatan and year."""
        return self.inhabitants.kecamatan

    def parameters(self) -> dict[str, dict[str, Any]]:
        """The entries of section `lines`: `<line>.<field>`, as they stand in the file."""
        return {f"{line}.{field}": e for line, spec in self.lines.items() for field, e in spec.parameters.items()}

    def served_by(self, line: str) -> tuple[OfficeSpec, ...]:
        """The offices which have this line."""
        wanted = self.lines[line].offices
        return tuple(o for o in self.offices if o.id in wanted or o.kind in wanted)

    def served(self) -> list[tuple[str, OfficeSpec]]:
        """Line and office of each service line that a run follows, in its order: one for each office that has it."""
        return [(line, office) for line in self.lines for office in self.served_by(line)]


class _Block(_Strict):
    population: Population
    kinds: dict[str, Kind]
    offices: tuple[Instances, ...] = Field(min_length=1)
    lines: dict[str, LineSpec]


def parse_city(block: Mapping[str, Any], file: str) -> City:
    """The `city:` block of a place file. BadInput, with file and key, for what is unknown or missing."""
    try:
        read = _Block.model_validate(dict(block))
    except ValidationError as error:
        raise _first(error, file) from None
    offices = tuple(office for place, entry in enumerate(read.offices) for office in _offices(read, entry, place, file))
    names = [office.id for office in offices]
    for name in names:
        if names.count(name) > 1:
            raise bad(file, "city.offices", f"{name} stands there twice")
    known = {*names, *read.kinds}
    for line, spec in read.lines.items():
        for name in spec.offices:
            if name not in known:
                raise unknown(file, f"city.lines.{line}.offices", "office or kind of office", name, sorted(known))
    return City(inhabitants=read.population, offices=offices, lines=read.lines)


def _offices(block: _Block, entry: Instances, place: int, file: str) -> Iterator[OfficeSpec]:
    key = f"city.offices[{place}]"
    if entry.kind not in block.kinds:
        raise unknown(file, f"{key}.kind", "kind of office", entry.kind, block.kinds)
    kind = block.kinds[entry.kind]
    districts = block.population.kecamatan
    sizes = entry.size if isinstance(entry.size, dict) else dict.fromkeys(districts, entry.size)
    for name in (*(entry.number or {}), *sizes, *filter(None, [entry.kecamatan])):
        if name not in districts:
            raise unknown(file, key, "kecamatan", name, districts)
    try:
        family = _one_of(entry.family or kind.family, FAMILIES)
        head = _one_of(entry.head or kind.head, MANAGERS)
        managers = _weights(kind.managers if entry.managers is None else entry.managers, MANAGERS)
        staff = _weights(kind.staff if entry.staff is None else entry.staff, STAFF)
    except ValueError as error:
        raise bad(file, key, str(error)) from None
    total = sum(first_of(years) for years in districts.values())

    def one(identifier: str, label: Label, district: str | None, number: int) -> OfficeSpec:
        size = sizes.get(district or "", 1.0) if entry.each else float(next(iter(sizes.values())))
        scale = size
        if entry.by and district:
            scale = len(districts) * first_of(districts[district]) / total / number
        return OfficeSpec(
            id=identifier, kind=entry.kind, label=label, kecamatan=district, family=family, head=head,
            managers={level: weight * size for level, weight in managers.items()},
            staff={group: weight * scale for group, weight in staff.items()},
        )  # fmt: skip

    if entry.id is not None and entry.label is not None:
        yield one(entry.id, entry.label, entry.kecamatan, 1)
        return
    for district in districts:
        number = (entry.number or {}).get(district, 0 if entry.number else 1)
        for nth in range(1, number + 1):
            tail = f"-{nth}" if number > 1 else ""
            label = _named(entry.label or kind.label, district, str(nth) if number > 1 else "")
            yield one(f"{entry.kind}-{slug(district)}{tail}", label, district, number if entry.by else 1)


def slug(name: str) -> str:
    """A name as part of an id: lower case, hyphens for spaces."""
    return "-".join(name.lower().split())


def first_of(years: Mapping[int, int]) -> int:
    """The figure of the earliest year."""
    return years[min(years)]


def _named(label: Label, kecamatan: str, number: str) -> Label:
    """The label of one instance: {kecamatan} and {number} filled in."""
    filled = {k: text.replace("{kecamatan}", kecamatan).replace("{number}", number) for k, text in label.items()}
    return {k: " ".join(text.split()) for k, text in filled.items()}


def _one_of(value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(f"{shown(value)} is none of {', '.join(allowed)}")
    return value


def _weights(value: dict[str, float], allowed: tuple[str, ...]) -> dict[str, float]:
    for key, weight in value.items():
        _one_of(key, allowed)
        if not 0 <= weight < 1e9:
            raise ValueError(f"the weight of {key} is {weight:g}, not a number from 0 on")
    return value


def _first(error: ValidationError, file: str) -> BadInput:
    first = error.errors()[0]
    where = ".".join(("city", *(str(part) for part in first["loc"])))
    return bad(file, where, str(first["msg"]).removeprefix("Value error, "))
