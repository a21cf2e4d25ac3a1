"""A town of two offices and a folder of few parameters, for tests that need no city and no process."""

from pathlib import Path
from textwrap import dedent

TOWN = """
label: {id: Kota kecil, en: Small town}
description: {id: Untuk uji, en: For tests}
start: 2026-01-01
city:
  population:
    source: made up
    kecamatan: {Utara: {2025: 1000}, Selatan: {2025: 2000}}
  kinds:
    dinas:
      {label: {id: Dinas, en: Agency}, family: administration, head: jpt_pratama, staff: {administration: 1.0},
        source: x}
    klinik:
      {label: {id: Klinik, en: Clinic}, family: administration, head: pengawas, staff: {administration: 1.0},
        source: x}
  offices:
    - {kind: dinas, id: dukcapil, label: {id: Catatan sipil, en: Registry}}
    - {kind: klinik, id: dinkes, label: {id: Kesehatan, en: Health}}
  lines:
    ktp:
      label: {id: KTP, en: Identity card}
      kind: docket
      offices: [dukcapil]
      share: 0.5
      source: made up
      parameters:
        annual_rate:
          {label: {id: a, en: a}, value: 0.2, unit: 1/year, range: [0.1, 0.4], kind: assumption, role: belief,
          source: x}
        utilisation:
          {label: {id: a, en: a}, value: 0.9, unit: share, range: [0.5, 1.0], kind: assumption, role: belief, source: x}
        promised_days:
          {label: {id: a, en: a}, value: 3.0, unit: day, range: [1, 14], kind: assumption, role: decision, source: x}
"""

COURSE = """
start: {label: &l {id: a, en: a}, value: never, unit: date, kind: assumption, role: decision, source: x}
offices: {label: *l, value: all, unit: office, kind: assumption, role: decision, source: x}
dose: {label: *l, value: 1.0, unit: share, range: [0, 2], kind: assumption, role: decision, source: x}
fidelity: {label: *l, value: 0.8, unit: share, range: [0.5, 1.0], kind: assumption, role: belief, source: x}
hours: {label: *l, value: 20.0, unit: JP, range: [0, 120], kind: assumption, role: decision, source: x, scope: office}
seats: {label: *l, value: 10, unit: seat, range: [0, 100], kind: assumption, role: decision, source: x}
by_lot: {label: *l, value: false, unit: truth, kind: assumption, role: decision, source: x}
rule: {label: *l, value: list, unit: rule, choices: [list, merit], kind: assumption, role: decision, source: x,
  scope: office}
mix: {label: *l, value: {technical: 0.5, managerial: 0.3, social: 0.2}, unit: share, range: [0, 1], kind: assumption,
  role: decision, source: x}
gain: {label: *l, value: 0.6, unit: level, range: [0.3, 1.2], kind: assumption, role: belief, source: x}
"""

PAY = """
grades: {label: &l {id: a, en: a}, value: {low: [1.0, 2.0], high: [3.0]}, unit: Rp, range: [0, 9], kind: assumption,
  role: belief, source: x}
months: {label: *l, value: {2024-01-01: [2, 4], 2026-07-01: [1, 2, 3]}, unit: month, range: [1, 12], kind: assumption,
  role: belief, source: x}
age: {label: *l, value: 58, unit: year, range: [56, 65], kind: law, role: belief, source: UU 20/2023 art. 55,
  evidence: [law.retirement_age_by_post_pns]}
count: {label: *l, value: 5, unit: person, range: [2, 12], kind: assumption, role: belief, source: x}
certain: {label: *l, value: 2.0, unit: x, range: [2, 2], kind: assumption, role: belief, source: x}
"""

PLAN = """
label: {id: Kursus, en: Courses}
description: {id: Lebih banyak, en: More of them}
levers:
  course: {start: 2027-01-01, offices: [klinik], set: {hours: 40.0, seats: 21, by_lot: true, rule: merit,
    mix: {technical: 0.9}}}
"""


def parameters_in(folder: Path, **files: str) -> Path:
    """A folder of parameters: `course` and `pay`, or what is given instead."""
    target = folder / "parameters"
    target.mkdir(exist_ok=True)
    for stem, text in ({"course": COURSE, "pay": PAY} | files).items():
        (target / f"{stem}.yaml").write_text(dedent(text), "utf-8")
    return target


def town_in(folder: Path, more: str = "", text: str = TOWN, name: str = "town.yaml") -> Path:
    """A place file, with more keys at its end."""
    path = folder / name
    path.write_text(text + dedent(more), "utf-8")
    return path


def plan_in(folder: Path, text: str = PLAN, name: str = "courses.yaml") -> Path:
    """A strategy or shock file."""
    path = folder / name
    path.write_text(dedent(text), "utf-8")
    return path
