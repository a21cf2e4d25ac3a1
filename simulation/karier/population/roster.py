"""The people of a roster instead of margins: who they are, where they sit, and what is on record of them.

The file (made by `karier roster import`) has one row a person; months are months since year 0, unknown ones and
other unknown whole numbers UNKNOWN, unknown levels NaN. What is unknown of a career is drawn as for other places.
"""

from typing import Any, NamedTuple

import numpy as np

from karier.arrays import FloatArray, IntArray
from karier.population.jobs import KINDS, TYPE
from karier.population.who import People
from karier.randomness import identity
from karier.scenario import Scenario
from karier.scenario.roster import Roster
from karier.state import State
from karier.state.posts import FAMILIES
from karier.state.workforce import Workforce

UNKNOWN = -99
OF_A_ROSTER = -1  # index of the hash that makes a uid of a person's number; posts' ordinals are 0 and above
MONTHS = ("birth_month", "entry_month", "rank_month", "post_month", "assessed_month")
WHOLE = (
    "employment", "sex", "category", "post_family", "family", "education", "rank", "predicate", "predicate_before",
    "certificate", "box",
)  # fmt: skip
LEVELS = ("technical", "managerial", "sociocultural")
COLUMNS = ("number", "office", *MONTHS, *WHOLE, *LEVELS)
NOT_KNOWN = -32_000  # a month of the run that is unknown
EARLIEST = 18 * 12  # months of age at entry


class Known(NamedTuple):
    """n people in the order of their numbers; months are months of the run."""

    number: IntArray
    office: IntArray  # row among the place's offices
    type: IntArray  # of KINDS
    months: dict[str, IntArray]
    whole: dict[str, IntArray]
    levels: tuple[FloatArray, FloatArray, FloatArray]

    @property
    def people(self) -> People:
        """As the margins would give them; the group is not used."""
        w, age = self.whole, -self.months["birth_month"] // 12
        nothing = np.zeros(len(age), np.int64)
        return People(w["employment"], nothing, w["category"], w["education"], w["rank"], age, w["sex"])

    @property
    def queue(self) -> IntArray:
        """Who may sit where: office and type of post."""
        return self.office * len(KINDS) + self.type


def read(roster: Roster, scenario: Scenario) -> Known:
    """The people of a file, in months of the run."""
    import pyarrow.parquet as pq

    table = pq.read_table(roster.checked(), columns=list(COLUMNS), use_threads=False)
    column: dict[str, Any] = {name: table.column(name).to_numpy() for name in COLUMNS}
    start = 12 * scenario.start.year + scenario.start.month - 1
    names = [office.id for office in scenario.place.offices]
    months = {n: np.where(column[n] == UNKNOWN, NOT_KNOWN, column[n] - start).astype(np.int64) for n in MONTHS}
    whole = {name: column[name].astype(np.int64) for name in WHOLE}
    return Known(
        number=column["number"].astype(np.int64),
        office=np.array([names.index(o) for o in column["office"]]),
        type=TYPE[whole["category"], whole["post_family"]],
        months=months,
        whole=whole,
        levels=(column["technical"], column["managerial"], column["sociocultural"]),
    )


def settle(staff: Workforce, known: Known, person: IntArray) -> None:
    """Write what the roster says over what was drawn; person: row of the roster for each row of the workforce."""
    birth = known.months["birth_month"][person]
    staff.uid[:] = [identity(int(n), OF_A_ROSTER) for n in known.number[person]]
    staff.birth_month[:] = birth
    _given(staff.entry_month, known.months["entry_month"][person])
    staff.entry_month[:] = np.minimum(np.maximum(staff.entry_month, birth + EARLIEST), -1)
    for name in ("rank_month", "post_month"):
        column = getattr(staff, name)
        _given(column, known.months[name][person])
        column[:] = np.minimum(np.maximum(column, staff.entry_month), 0)
    staff.level_month[:] = np.minimum(np.maximum(staff.level_month, staff.entry_month), staff.post_month)


def own_family(staff: Workforce, known: Known, person: IntArray) -> None:
    """Job families as given; those of the post where the roster is silent."""
    own = known.whole["family"][person]
    staff.family[:] = np.where(own == UNKNOWN, known.whole["post_family"][person], own)


def recall(state: State, scenario: Scenario) -> None:
    """Month 0: predicates, certificates, boxes and assessed competence on record, where the roster gives them."""
    if scenario.place.roster is None:
        return
    known, staff = read(scenario.place.roster, scenario), state.workforce
    row_of = {int(identity(int(n), OF_A_ROSTER)): k for k, n in enumerate(known.number)}
    person = np.array([row_of[uid] for uid in staff.uid.tolist()])
    for name in ("predicate", "predicate_before", "certificate", "box"):
        value = known.whole[name][person]
        column = getattr(staff, name)
        column[value != UNKNOWN] = value[value != UNKNOWN]
    assessed = np.all([np.isfinite(level) for level in known.levels], axis=0)[person]
    for believed, level in zip(staff.believed, known.levels, strict=True):
        believed[assessed] = level[person][assessed]
    when = known.months["assessed_month"][person]
    staff.believed_month[assessed] = np.where(when == NOT_KNOWN, 0, when)[assessed]


def _given(column: Any, values: IntArray) -> None:
    column[values != NOT_KNOWN] = values[values != NOT_KNOWN]


def first_family(category: int, wanted: int) -> int:
    """The family of a post of this category: the wanted one if there is such a post, else the first that exists."""
    if wanted != UNKNOWN and TYPE[category, wanted] >= 0:
        return wanted
    return next(f for f in range(len(FAMILIES)) if TYPE[category, f] >= 0)
