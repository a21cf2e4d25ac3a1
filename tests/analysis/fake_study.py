"""Writes a study's folder of invented but plausible tables, so that the analysis can be tried without a model.

`python tests/analysis/fake_study.py FOLDER` makes one to look at.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from karier.compiled import source_digest
from karier.observables import COHORT_COLUMNS, LINE_COLUMNS, MONTHLY, OFFICE_COLUMNS

LABELS = {
    "semarang": ("Kota Semarang", "City of Semarang"),
    "training": ("Pelatihan diperluas", "More training"),
    "promotion": ("Promosi menurut predikat kinerja", "Promotion by performance predicate"),
    "recruitment": ("Pengganti penuh", "Full replacement of exits"),
    "moratorium": ("Moratorium penerimaan pegawai", "Moratorium on recruitment"),
    "assessment": ("Penilaian kompetensi setiap tiga tahun", "Competency assessment every three years"),
    "mentoring": ("Mentoring pegawai baru", "Mentoring of newcomers"),
    "rewards": ("Penghargaan pegawai berprestasi", "Rewards for merit"),
    "surge": ("Lonjakan permintaan layanan satu tahun", "Surge of demand for one year"),
}
SCENARIOS = (
    ("semarang",),
    ("semarang", "training"),
    ("semarang", "promotion"),
    ("semarang", "recruitment"),
    ("semarang", "training", "promotion"),
    ("semarang", "training", "recruitment"),
    ("semarang", "training", "promotion", "recruitment"),
    ("semarang", "moratorium"),
    ("semarang", "assessment"),
    ("semarang", "mentoring"),
    ("semarang", "rewards"),
    ("semarang", "surge"),
)
LEVERS = {
    "training": {"training": {"share": 0.5, "hours": 40.0}},
    "promotion": {"promotion": {"rule": "appraisal"}},
    "recruitment": {"recruitment": {"replacement": 1.1}},
    "moratorium": {"recruitment": {"replacement": 0.0}},
    "assessment": {"assessment": {"share": 0.33}},
    "mentoring": {"mentoring": {"pairs": 0.1}},
    "rewards": {"rewards": {"budget": 2e9}},
    "surge": {"demand": {"surge": 1.3}},
}
TODAY = {
    "training": {"share": {"label": {"id": "Bagian pegawai yang dilatih", "en": "Share of staff trained"}, "value": 0.2,
                           "unit": "share", "kind": "assumption"},
                 "hours": {"label": {"id": "Jam pelatihan per peserta", "en": "Hours of training a participant"},
                           "value": 20.0, "unit": "JP", "kind": "assumption"}},
    "promotion": {"rule": {"label": {"id": "Aturan promosi", "en": "Rule of promotion"}, "value": "duk_predicate",
                           "unit": "rule", "kind": "assumption"}},
    "recruitment": {"replacement": {"label": {"id": "Pegawai baru per pegawai keluar", "en": "Recruits per exit"},
                                    "value": 0.45, "unit": "places per exit", "kind": "estimate"}},
}  # fmt: skip
PARAMETERS = {
    "training.share": {"label": {"id": "Bagian pegawai yang dilatih", "en": "Share of staff trained"}, "unit": "share"},
    "training.hours": {"label": {"id": "Jam pelatihan per peserta", "en": "Hours of training a participant"},
                       "unit": "JP"},
    "promotion.rule": {"label": {"id": "Aturan promosi", "en": "Rule of promotion"}, "unit": ""},
    "recruitment.replacement": {"label": {"id": "Pegawai baru per pegawai keluar", "en": "Recruits per exit"},
                                "unit": "share"},
}  # fmt: skip
GENERATIONS = ("1946-1964", "1965-1976", "1977-1994", "1995-2010")
KINDS = {"agency": 4, "kecamatan": 4, "puskesmas": 3, "rsud": 1, "school_group": 3}
# observable: level, monthly luck, spread of beliefs, gain of training, promotion, recruitment, moratorium at the end
WORLD = {
    "headcount": (15_000, 8, 40, 0, 0, 900, -4_000),
    "entries": (40, 8, 3, 0, 0, 14, -40),
    "exits": (42, 6, 3, 1, 0, 1, -3),
    "retirements": (30, 5, 1, 0, 0, 0, 0),
    "filled_posts": (15_000, 8, 40, 0, 0, 900, -4_000),
    "vacancy_rate": (0.31, 0.001, 0.004, 0, 0, -0.05, 0.18),
    "managers_vacant": (0.05, 0.006, 0.01, 0, -0.01, 0.001, 0.0),
    "mean_age": (43.2, 0.02, 0.1, 0, 0, -0.6, 2.1),
    "mean_competence_technical": (2.9, 0.002, 0.05, 0.09, 0.01, 0.02, -0.02),
    "mean_competence_managerial": (1.8, 0.002, 0.05, 0.05, 0.01, 0.0, 0.02),
    "mean_competence_sociocultural": (2.6, 0.002, 0.05, 0.04, 0.0, 0.0, 0.01),
    "competence_gap": (0.42, 0.001, 0.04, -0.05, -0.005, 0, 0.01),
    "gain_retained": (0.03, 0.001, 0.01, 0.05, 0, 0, 0),
    "mean_motivation": (0.61, 0.001, 0.03, 0.004, 0.012, 0.004, -0.02),
    "presence": (0.95, 0.001, 0.01, 0.001, 0.002, 0, -0.002),
    "mean_performance": (1.0, 0.002, 0.01, 0.018, 0.009, 0.004, -0.012),
    "leadership_quality": (0.02, 0.01, 0.1, 0.04, 0.16, 0, -0.02),
    "promotions": (32, 6, 4, 0, 1, 2, -3),
    "promotion_rate_men": (0.052, 0.006, 0.004, 0, 0.001, 0.002, -0.003),
    "promotion_rate_women": (0.043, 0.006, 0.004, 0, 0.005, 0.002, -0.003),
    "promotion_fairness": (0.12, 0.02, 0.05, 0.0, 0.22, 0, 0),
    "rating_share_very_good": (0.115, 0.001, 0.01, 0.01, 0.01, 0, -0.01),
    "rating_share_good": (0.88, 0.001, 0.01, -0.01, -0.01, 0, 0.01),
    "rating_share_needs_improvement": (0.002, 0.0002, 0.0002, 0, 0, 0, 0),
    "rating_share_low": (0.001, 0.0001, 0.0001, 0, 0, 0, 0),
    "rating_share_very_low": (0.001, 0.0001, 0.0001, 0, 0, 0, 0),
    "training_hours": (21_000, 500, 900, 23_000, 0, 900, -4_000),
    "arrivals": (260_000, 900, 4_000, 0, 0, 0, 0),
    "completed": (255_000, 900, 4_000, 1_500, 300, 3_500, -16_000),
    "valid": (242_000, 900, 4_000, 2_500, 300, 3_400, -15_000),
    "turned_away": (4_800, 120, 900, -900, -200, -2_500, 9_000),
    "backlog": (31_000, 400, 3_000, -2_400, -400, -6_000, 24_000),
    "turnaround_days": (6.4, 0.12, 0.8, -0.35, -0.05, -1.1, 5.2),
    "p90_turnaround_days": (13.1, 0.3, 1.6, -0.7, -0.1, -2.3, 11.0),
    "on_time_share": (0.78, 0.005, 0.04, 0.022, 0.004, 0.06, -0.21),
    "error_rate": (0.05, 0.0006, 0.01, -0.004, -0.0002, 0, 0.002),
    "utilisation": (0.87, 0.004, 0.03, -0.012, -0.002, -0.05, 0.17),
    "service_efficiency": (1.0, 0.004, 0.006, 0.009, 0.001, -0.045, 0.16),
    "capacity_efficiency": (1.0, 0.002, 0.008, 0.021, 0.007, 0.001, -0.011),
    "caseload_quality": (1.0, 0.002, 0.01, 0.011, 0.007, 0.03, -0.11),
    "ikm": (82.4, 0.15, 0.8, 0.55, 0.16, 0.9, -3.4),
    "ikm_modelled": (80.3, 0.25, 1.2, 0.9, 0.26, 1.5, -5.6),
    "ikm_survey_error": (0.5, 0, 0, 0, 0, 0, 0),
    "ikm_grade": (3, 0, 0, 0, 0, 0, 0),
    "trust": (0.68, 0.001, 0.02, 0.006, 0.001, 0.012, -0.05),
    "participation": (1.0, 0.001, 0.01, 0.002, 0, 0.004, -0.02),
    "cost_base_pay": (62e9, 2e8, 8e8, 0, 1e8, 3.4e9, -15e9),
    "cost_allowance": (71e9, 3e8, 9e8, 1e8, 3e8, 3.9e9, -17e9),
    "cost_training": (2.1e9, 4e7, 1e8, 2.9e9, 0, 9e7, -4e8),
    "cost_recruitment": (2.5e8, 3e7, 2e7, 0, 0, 1.1e8, -2.5e8),
    "cost_per_valid_case": (41_000, 300, 1_100, -350, 60, 900, -3_100),
}
ONE = ("assessment", "mentoring", "rewards", "surge")  # gains of these at the end of the horizon, by observable
MORE = {
    "assessed": (5_000, 0, 0, 0), "belief_error": (-0.2, 0, 0, 0), "mentoring_pairs": (0, 900, 0, 0),
    "award_fairness": (0, 0, 0.3, 0), "mean_motivation": (0, 0.003, 0.01, -0.005), "culture": (0, 0.05, -0.02, 0),
    "mean_competence_technical": (0.01, 0.06, 0, 0), "capacity_efficiency": (0.002, 0.01, 0.006, -0.001),
    "arrivals": (0, 0, 0, 60_000), "turnaround_days": (0, -0.1, -0.05, 9), "on_time_share": (0, 0.01, 0.004, -0.12),
    "ikm": (0.05, 0.2, 0.1, -2.0), "cost_assessment": (1.1e9, 0, 0, 0), "cost_mentoring": (0, 6e8, 0, 0),
    "cost_rewards": (0, 0, 2e8, 0),
}  # fmt: skip
WORLD |= {
    "assessed": (300, 30, 20, 0, 0, 0, 0), "belief_error": (0.6, 0.002, 0.02, 0, 0, 0, 0),
    "mentoring_pairs": (20, 3, 5, 0, 0, 0, 0), "culture": (0.1, 0.01, 0.02, 0, 0, 0, 0),
    "award_fairness": (0.1, 0.02, 0.03, 0, 0, 0, 0), "cost_assessment": (1e8, 1e6, 1e7, 0, 0, 0, 0),
    "cost_mentoring": (2e7, 1e6, 1e6, 0, 0, 0, 0), "cost_rewards": (5e7, 1e6, 1e6, 0, 0, 0, 0),
    "ip_asn": (72, 0.4, 1.5, 0, 0, 0, 0),
}  # fmt: skip
WORLD |= {name: (0.0,) * 7 for name in MONTHLY if name not in WORLD and name not in ("cost_total", "cost_programme")}


PROGRAMME = ("cost_training", "cost_recruitment", "cost_assessment", "cost_mentoring", "cost_rewards")


def budget(scenarios: int, years: int) -> dict[str, object]:
    """How an equal budget came out: the first strategy sets it, the second cannot spend it."""
    names = ["+".join(parts) for parts in SCENARIOS[1:scenarios]]
    rows = [
        {"scenario": name, "year": 2026 + year, "budget": round(35e9 * (year > 0)), "unspent": 0,
         "cost": round(35e9 * (year > 0) * (1 + 0.004 * n)), "scale": 1.0 + 0.1 * n}
        for n, name in enumerate(names) for year in range(years)
    ]  # fmt: skip
    for row in rows[years : 2 * years]:
        row |= {"unspent": row["budget"] // 4, "cost": 3 * row["budget"] // 4, "scale": 2.0}
    return {"reference": names[0], "rows": rows}


def study(name: str, scenarios: int, years: int, replications: int) -> dict[str, object]:
    """study.json."""
    rows = []
    for parts in SCENARIOS[:scenarios]:
        labels = [LABELS[part] for part in parts]
        levers = {section: {"start": "2026-01-01" if part == "moratorium" else "2027-01-01", "offices": "all",
                            "dose": 1.0, "fidelity": 0.8, "set": values}
                  for part in parts[1:] for section, values in LEVERS[part].items()}  # fmt: skip
        rows.append({
            "name": "+".join(parts),
            "label": {"id": " + ".join(o[0] for o in labels), "en": " + ".join(o[1] for o in labels)},
            "description": {
                "id": "Rencana menurut UU 20/2023 dan PermenPANRB terkait; angka dalam berkas ini rekaan untuk uji.",
                "en": "A plan under Law 20/2023 and its regulations; the figures of this file are invented for tests.",
            },
            "key": f"{hash_of('+'.join(parts)):064x}"[::-1], "levers": levers, "baseline": len(parts) == 1,
        })  # fmt: skip
    offices = {
        f"{kind}-{i}": {"label": {"id": f"{kind.title()} {i}", "en": f"{kind.title()} {i}"}, "kind": kind}
        for kind, count in KINDS.items() for i in range(count)
    }  # fmt: skip
    return {
        "study": name, "label": {"id": "Studi rekaan", "en": "Invented study"}, "years": years,
        "replications": replications, "seed": 1, "start": "2026-01-01", "scenarios": rows,
        "places": {"semarang": {"label": {"id": "Kota Semarang", "en": "City of Semarang"}}}, "offices": offices,
        "parameters": PARAMETERS, "today": TODAY,
        **({"budget": budget(scenarios, years)} if scenarios > 1 else {}),
        "code": "0123456789abcdef", "version": "0.1.0", "run_key": "fedcba9876543210",
    }  # fmt: skip


def hash_of(text: str) -> int:
    """A number that stands for a scenario, the same on every machine."""
    return sum(ord(c) * 31**i for i, c in enumerate(text)) % (1 << 256)


def gains(parts: tuple[str, ...]) -> np.ndarray:
    """(observables,) the gain at the end of the horizon."""
    table = np.array([values[3:] for values in WORLD.values()], float)
    names = ("training", "promotion", "recruitment", "moratorium")
    total = sum((table[:, j] for j, part in enumerate(names) if part in parts), np.zeros(len(WORLD)))
    for name, extra in MORE.items():
        total[list(WORLD).index(name)] += sum(x for part, x in zip(ONE, extra, strict=True) if part in parts)
    return total


def monthly(parts: tuple[str, ...], months: int, replication: int) -> pd.DataFrame:
    """One run; beliefs are drawn by replication alone, so that scenarios are paired."""
    beliefs = np.random.default_rng([replication, 1])
    luck = np.random.default_rng([replication, 2])
    own = np.random.default_rng([replication, 3, hash_of("+".join(parts)) % 2**32])
    levels, noise, spread = np.array([values[:3] for values in WORLD.values()], float).T
    month = np.arange(months)[:, None]
    ramp = np.clip((month - 12) / 60, 0, 1) ** 0.8
    rows = levels + spread * beliefs.normal(size=len(levels))
    rows = rows + noise * (luck.normal(size=(months, len(levels))) + 0.3 * own.normal(size=(months, len(levels))))
    rows = rows + ramp * gains(parts) * beliefs.triangular(0.2, 1.0, 1.9, len(levels))
    table = pd.DataFrame(np.maximum(rows, 0.0), columns=list(WORLD))
    if replication == 7:  # one queue runs away, and more staff keeps it in check
        table["turnaround_days"] += 340 * ramp[:, 0] * (0.1 if "recruitment" in parts else 1.0)
    table["cost_programme"] = table[[name for name in WORLD if name in PROGRAMME]].sum(axis=1)
    table["cost_total"] = table.cost_base_pay + table.cost_allowance + table.cost_programme
    table.insert(0, "date", pd.date_range("2026-01-01", periods=months, freq="MS").strftime("%Y-%m-%d"))
    table.insert(0, "month", np.arange(months))
    return table[["month", "date", *MONTHLY]]


def yearly(run: pd.DataFrame, keys: dict[str, list[object]], columns: tuple[str, ...], rng: object) -> pd.DataFrame:
    """A yearly table of groups: the city's value, tilted a little by group."""
    years = run.date.str[:4].astype(int)
    groups = pd.DataFrame(keys)
    rows = []
    for year, months in run.groupby(years):
        tilt = 1 + 0.04 * np.sin(np.arange(len(groups)) + 1)
        table = groups.copy()
        table.insert(0, "year", int(year))
        for column in columns:
            if MONTHLY[column].year == "sum" or column in ("headcount", "filled_posts", "backlog"):
                value = (months[column].sum() if MONTHLY[column].year == "sum" else months[column].iloc[-1]) / len(
                    groups
                )
            else:
                value = months[column].mean()
            noise = 0.002 * rng.normal(size=len(groups))  # type: ignore[attr-defined]
            table[column] = np.minimum(value * (tilt + noise), 1.0 if column == "on_time_share" else np.inf)
        rows.append(table)
    return pd.concat(rows, ignore_index=True)


def write(folder: Path, scenarios: int = 8, replications: int = 20, years: int = 10) -> Path:
    """The whole folder: study.json and four tables."""
    said = study(folder.name, scenarios, years, replications)
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    (folder / "study.json").write_text(json.dumps(said, indent=1, ensure_ascii=False), encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps({"code": source_digest()}), encoding="utf-8")  # as if just run
    offices = said["offices"]
    office_keys = {"office": list(offices)}  # type: ignore[call-overload]
    cohort_keys = {"sex": ["male"] * 4 + ["female"] * 4, "generation": list(GENERATIONS) * 2}
    line_keys = {"office": list(offices), "line": [f"line-{i}" for i in range(len(list(offices)))]}  # type: ignore
    tables: dict[str, list[pd.DataFrame]] = {"monthly": [], "offices": [], "cohorts": [], "lines": []}
    for parts in SCENARIOS[:scenarios]:
        for r in range(replications):
            run = monthly(parts, 12 * years, r)
            rng = np.random.default_rng([r, 5])
            made = {
                "monthly": run,
                "offices": yearly(run, office_keys, OFFICE_COLUMNS, rng),
                "cohorts": yearly(run, cohort_keys, COHORT_COLUMNS, rng),
                "lines": yearly(run, line_keys, LINE_COLUMNS, rng),
            }
            served = made["offices"].office.str.startswith("school_group")
            made["offices"].loc[served, ["arrivals", "valid", "backlog"]] = 0
            made["offices"].loc[served, ["on_time_share", "ikm"]] = 0.0
            for name, table in made.items():
                table.insert(0, "replication", r)
                table.insert(0, "scenario", "+".join(parts))
                tables[name].append(table)
    for name, parts_ in tables.items():
        pd.concat(parts_, ignore_index=True).to_parquet(folder / "tables" / f"{name}.parquet", index=False)
    return folder


if __name__ == "__main__":
    print(write(Path(sys.argv[1])))
