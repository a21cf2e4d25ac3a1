"""A study from its runs to its folder.

```
results/STUDY/runs/       one folder a run
              tables/     tidy tables of all runs
              manifest.json  study.json
              notebooks/  <scenario>.ipynb, comparison.ipynb, executed
              report.html
```

In English they are called <scenario>.en.ipynb, comparison.en.ipynb and report.en.html: both may lie side by side.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from karier.runs import CODE, NAMES, Design, Ensemble, Progress, complete
from karier.runs.store import MANIFEST
from karier.runs.tables import replace_with, write_json
from karier.scenario import Lever, Scenario, Study, lever_record, load, load_study
from karier.scenario.errors import bad
from karier.scenario.levers import RESERVED, is_lever
from karier.scenario.parameter import leaves
from karier.studies.budget import held, told
from karier.studies.execute import Job, execute_all, templates

if TYPE_CHECKING:
    from karier.analysis.decision import Question  # brings pandas, which those who only run do not wait for

Labels = Mapping[str, str]
DESCRIPTION = "study.json"


class Title(NamedTuple):
    """What a study is called."""

    name: str
    label: Labels
    description: Labels


class Done(NamedTuple):
    """What a study left."""

    ensemble: Ensemble
    notebooks: tuple[Path, ...]
    report: Path


class StudyFailed(RuntimeError):  # noqa: N818
    """Some notebooks failed; the others and the tables are there."""

    trace = ""


def version() -> str:
    """Of karier."""
    return installed("karier")


def title(study: Study) -> Title:
    """What a study file says of itself."""
    return Title(study.name, study.label, study.description)


def design(study: Study, set: Iterable[str] = (), plan: Iterable[str] = ()) -> Design:  # noqa: A002
    """The runs of a study; `set` holds other values, `section.key=value`, for all its scenarios, `plan` for plans."""
    return Design(with_plans(study.scenarios, list(set), list(plan), study.years), study.seed, study.replications)


def with_plans(
    names: Iterable[str],
    set: Sequence[str],  # noqa: A002
    plan: Sequence[str],
    years: int,
) -> tuple[Scenario, ...]:
    """Scenarios with other values: `set` in all of them, `plan` where a strategy plans for that section.

    Raises:
        BadInput: what `load` says, or no scenario plans for a section of `plan`.
    """
    made, used = [], []
    for name in names:
        scenario = load(name, set=set, years=years)
        own = [item for item in plan if item.partition(".")[0].strip() in scenario.levers]
        used += own
        made.append(load(name, set=[*set, *own], years=years) if own else scenario)
    for item in plan:
        if item not in used:
            planned = dict.fromkeys(lever for s in made for lever in s.levers)
            raise bad("--set-plan", "", f"no scenario here plans for {item.partition('.')[0]!r}", ", ".join(planned))
    return tuple(made)


def carry_out(
    made: Design,
    called: Title,
    out: Path,
    *,
    source: str,
    jobs: int | None = None,
    lang: str = "id",
    equal_budget: str = "",
    asked: "Question | None" = None,
    progress: Progress | None = None,
) -> Done:
    """The whole study: runs, tables, a notebook per scenario, the comparison, the report.

    `source` is the study's name or file, for someone who runs an executed notebook again; `equal_budget` the scenario
    whose programmes' cost all others are held to; `asked` the decision until which replications go on.

    Raises:
        RunFailed: some runs failed; there are no tables.
        StudyFailed: some notebooks failed; everything else is there.
    """
    ensemble = write_tables(made, called, out, jobs, progress, equal_budget, asked)
    made = ensemble.design
    given = {"study_dir": "..", "study": source, "lang": lang}
    notebooks = [_notebook(out, "scenario", s.name, given | {"scenario": s.name}) for s in made.scenarios]
    comparison = _notebook(out, "comparison", "", given)
    failed = execute_all([comparison, *notebooks], progress)  # the longest first: the others fill the time beside it
    report = out / in_language("report.html", lang)
    failures = [str(failure) for failure in failed]
    try:
        from karier.studies.report import write_report

        report = write_report(out, lang)
    except Exception as error:
        failures.append(f"{report.name}: {type(error).__name__}: {error}")
    if failures:
        raise StudyFailed("\n".join(failures))
    return Done(ensemble, tuple(job.out for job in (*notebooks, comparison)), report)


def _notebook(out: Path, template: str, scenario: str, given: Mapping[str, Any]) -> Job:
    name = in_language(f"{scenario or template}.ipynb", given["lang"])
    return Job(templates() / f"{template}.ipynb", out / "notebooks" / name, given, scenario)


def in_language(name: str, lang: str) -> str:
    """A file's name in a language: Indonesian ones are called plainly, report.html; others report.en.html."""
    stem, _, ending = name.rpartition(".")
    return name if lang == "id" else f"{stem}.{lang}.{ending}"


def ensemble_tables(study_dir: Path | str, study: str | None = None, jobs: int | None = None) -> dict[str, Any]:
    """The tables of a study's folder as pandas frames, for notebooks: found, else computed and written first.

    Args:
        study_dir: a study's folder, made by `karier study` or not there yet.
        study: name or file of the study, if there is nothing yet; the folder's own name if left out.
        jobs: processes.
    """
    import pandas as pd

    folder = Path(study_dir)
    if not is_complete(folder):
        before = earlier(folder)
        if before:
            write_tables(*before[:2], folder, jobs, asked=before[2])
        else:
            plan = load_study(study or folder.resolve().name)
            write_tables(design(plan), title(plan), folder, jobs, equal_budget=plan.equal_budget)
    return {name: pd.read_parquet(folder / "tables" / f"{name}.parquet") for name in NAMES}


def earlier(folder: Path) -> "tuple[Design, Title, Question | None] | None":
    """What the folder was made from, other values (`--set`) and a decision asked for included, if it says so."""
    if not ((folder / MANIFEST).is_file() and (folder / DESCRIPTION).is_file()):
        return None
    said = json.loads((folder / DESCRIPTION).read_text("utf-8"))
    manifest = folder / MANIFEST
    made = Design.from_dict(json.loads(manifest.read_text("utf-8")), str(manifest))
    from karier.analysis.decision import Question

    asked = Question(**said["decide"]) if "decide" in said else None
    return made, Title(said["study"], said["label"], said["description"]), asked


def is_complete(folder: Path) -> bool:
    """Whether all tables of a study are there, made by this version of the code."""
    needed = [folder / MANIFEST, folder / DESCRIPTION, *(folder / "tables" / f"{name}.parquet" for name in NAMES)]
    if not all(path.is_file() for path in needed):
        return False
    return bool(json.loads((folder / MANIFEST).read_text("utf-8")).get("code") == CODE)


def write_tables(
    made: Design,
    called: Title,
    out: Path,
    jobs: int | None = None,
    progress: Progress | None = None,
    equal_budget: str = "",
    asked: "Question | None" = None,
) -> Ensemble:
    """Complete the runs of a design and write `out`/tables, manifest.json and study.json.

    equal_budget: the scenario whose programmes' cost the others' doses are scaled to, year by year; else as they are.
    asked: a decision, until which replications go on; doses are scaled by the replications it begins with.
    """
    budget = _budget_before(out)
    if asked:
        made = replace(made, replications=asked.first)
    if equal_budget:
        made, held_to = held(made, equal_budget, out, jobs, progress)
        budget = told(equal_budget, held_to)
    if asked:
        from karier.studies.deciding import until_safe

        made = until_safe(made, asked, out, jobs, progress)
    ensemble = complete(made, out, jobs, progress)
    ensemble.write(out)
    described = describe(made, called) | ({"budget": budget} if budget else {})
    described |= {"decide": asked.to_dict()} if asked else {}
    replace_with(lambda temporary: write_json(described, temporary), out / DESCRIPTION)
    return ensemble


def _budget_before(out: Path) -> Any:
    """What an earlier study.json says of the budget: runs made again from its manifest have the same doses."""
    path = out / DESCRIPTION
    return json.loads(path.read_text("utf-8")).get("budget") if path.is_file() else None


def describe(made: Design, called: Title) -> dict[str, Any]:
    """study.json: what the analysis needs to know about the tables."""
    first = made.scenarios[0]
    places = {s.place.name: s.place for s in made.scenarios}
    return {
        "study": called.name,
        "label": dict(called.label),
        "description": dict(called.description),
        "years": first.months // 12,
        "replications": made.replications,
        "seed": made.seed,
        "fixed_parameters": made.fixed_parameters,
        "start": first.start.isoformat(),
        "scenarios": [_scenario(s, baseline=s is first) for s in made.scenarios],
        "places": {name: {"label": dict(p.label), "description": dict(p.description)} for name, p in places.items()},
        "offices": {o.id: {"label": dict(o.label), "kind": o.kind} for p in places.values() for o in p.offices},
        "parameters": _planned(made.scenarios),
        "today": todays(first),
        "code": CODE[:16],
        "version": version(),
        "run_key": made.key,
    }


def _scenario(s: Scenario, baseline: bool) -> dict[str, Any]:
    return {
        "name": s.name,
        "label": dict(s.label),
        "description": dict(s.description),
        "key": s.key(),
        "levers": {name: lever_record(lever) | {"fidelity": fidelity(s, lever)} for name, lever in s.levers.items()},
        "baseline": baseline,
    }


def fidelity(s: Scenario, lever: Lever) -> Any:
    """A lever's own fidelity, or what is believed of its section where the plan says nothing."""
    believed = s.parameters.get(lever.section, {}).get("fidelity")
    return lever.fidelity if lever.fidelity is not None or believed is None else believed.at(lever.start or s.start)


def _planned(scenarios: Iterable[Scenario]) -> dict[str, Any]:
    """Label and unit of every decision that some scenario plans, by `section.key`."""
    planned = (p for s in scenarios for lever in s.levers.values() for p in lever.planned.values())
    return {p.name: {"label": dict(p.label), "unit": p.unit} for p in planned}


LONGEST = 12  # numbers in a decision that is shown: pay tables are law and long


def todays(s: Scenario) -> dict[str, Any]:
    """Today's level of every lever: label, value and unit of its decisions, by section and key; law is left out."""
    found = {}
    for name, entries in s.parameters.items():
        if is_lever(entries):
            own = {k: p for k, p in entries.items() if p.role == "decision" and k not in RESERVED and p.kind != "law"}
            shown = {k: p for k, p in own.items() if len(list(leaves(p.at(s.start)))) <= LONGEST}
            found[name] = {
                k: {"label": dict(p.label), "value": p.at(s.start), "unit": p.unit, "kind": p.kind}
                for k, p in shown.items()
            }
    return {name: entries for name, entries in found.items() if entries}
