"""Where a notebook that is run by hand finds its tables: a study's folder, or runs made for what it asks beside it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from karier.runs import Design
from karier.scenario import BadInput, Scenario, Study, load, load_study
from karier.scenario.errors import bad
from karier.scenario.loading import MOST_YEARS, split
from karier.scenario.study import LARGEST_SEED, MOST_REPLICATIONS
from karier.studies.study import DESCRIPTION, Title, design, ensemble_tables, title, write_tables

OWN = -1  # seed, replications and years: what the study says


def ensemble_folder(
    study_dir: Path | str,
    study: str,
    scenario: str = "",
    seed: int = OWN,
    replications: int = OWN,
    years: int = OWN,
    jobs: int | None = None,
) -> Path:
    """The folder that holds the tables of a scenario and the status quo; what is missing is computed first.

    Stored runs of `study_dir` are used where they have the scenario and nothing else is asked for. Otherwise the study
    is made there, if it has the scenario; else the scenario is run beside its place, in results/compare.

    Args:
        study_dir: a study's folder; a path that does not exist is one below the project (`project`).
        study: name or file of a study: its seed, replications and years hold where they are not given.
        scenario: place or place+strategy; all scenarios of the study if left out.
        seed: whose luck; -1: the study's own.
        replications: paired runs a scenario; -1: the study's own.
        years: how long; -1: the study's own.
        jobs: processes.

    Raises:
        BadInput: neither the folder nor the study has that scenario, and it cannot be loaded.
    """
    folder = found(study_dir)
    changed = _asked(seed, replications, years)
    described = _described(folder)
    if described is not None and not changed and (not scenario or scenario in described):
        ensemble_tables(folder, study, jobs)
        return folder
    plan = replace(load_study(study), **changed)
    if described is None and not changed and (not scenario or scenario in plan.scenarios):
        ensemble_tables(folder, study, jobs)
        return folder
    return _beside(plan, scenario, jobs)


def _asked(seed: int, replications: int, years: int) -> dict[str, Any]:
    """What is not the study's own, inside its limits."""
    asked = {"seed": (seed, 0, LARGEST_SEED), "replications": (replications, 1, MOST_REPLICATIONS),
             "years": (years, 1, MOST_YEARS)}  # fmt: skip
    for name, (value, low, high) in asked.items():
        if value != OWN and not low <= value <= high:
            raise bad("", name, f"{value} is out of range", f"{low} to {high}, or {OWN}: as the study says")
    return {name: value for name, (value, _, _) in asked.items() if value != OWN}


def found(study_dir: Path | str) -> Path:
    """The folder as given if it is there, else the same below the project: `results/quick` serves from everywhere."""
    folder = Path(study_dir)
    return folder if folder.is_absolute() or (folder / DESCRIPTION).is_file() else project() / folder


def project() -> Path:
    """The folder with `notebooks` in it: where this runs, or the next one above; else where this runs."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "notebooks" / "scenario.ipynb").is_file():
            return folder
    return here


def _described(folder: Path) -> list[str] | None:
    """Names of the scenarios in a study's folder; None where there is none."""
    path = folder / DESCRIPTION
    if not path.is_file():
        return None
    return [entry["name"] for entry in json.loads(path.read_text("utf-8"))["scenarios"]]


def _beside(plan: Study, scenario: str, jobs: int | None) -> Path:
    """Runs of the scenario and its place, or of the study with another seed, in results/compare."""
    made = design(plan) if not scenario else Design(_pair(plan, scenario), plan.seed, plan.replications)
    called = title(plan) if not scenario else together(made.scenarios)
    folder = project() / "results" / "compare" / called.name
    write_tables(made, called, folder, jobs)
    return folder


def _pair(plan: Study, scenario: str) -> tuple[Scenario, ...]:
    """The place alone, and the scenario."""
    first, *plans = split(scenario)
    try:
        names = [first, scenario] if plans else [first]
        return tuple(load(name, years=plan.years) for name in names)
    except BadInput as error:
        allowed = ", ".join(plan.scenarios)
        raise BadInput(f"{error} (study {plan.name} holds: {allowed})") from None


def together(scenarios: Sequence[Scenario]) -> Title:
    """What a comparison of a few scenarios is called."""
    name = "--".join(s.name for s in scenarios)
    label = {language: " – ".join(s.label[language] for s in scenarios) for language in ("id", "en")}
    return Title(name[:120], label, label)
