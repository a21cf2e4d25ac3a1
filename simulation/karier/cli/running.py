"""What `run`, `study` and `compare` do: validate everything, then make the folder, then compute, then tell."""

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from karier.cli import telling
from karier.runs import CODE, Design, Ensemble, complete, display
from karier.runs.store import MANIFEST
from karier.scenario import BadInput, Scenario, load, load_study
from karier.scenario.errors import bad
from karier.scenario.loading import YEARS
from karier.studies.study import Title, carry_out, design, title, write_tables

RESULTS = Path("results")


class Asked(NamedTuple):
    """The options that say which runs; a manifest says that itself."""

    seed: int = 1
    years: int | None = None
    replications: int = 1
    fixed_parameters: bool = False
    set: tuple[str, ...] = ()


def run(source: str, asked: Asked, jobs: int | None, out: Path | None, lang: str, as_json: bool) -> None:
    """`karier run SCENARIO` or `karier run MANIFEST`."""
    manifest = _manifest(source, asked) if source.endswith(".json") else None
    made = Design.from_dict(manifest, source) if manifest else _designed([source], asked)
    names = [s.name for s in made.scenarios]
    folder = ready(out or RESULTS / "runs" / (names[0] if len(names) == 1 else Path(source).resolve().parent.name))
    if manifest and manifest["code"] != CODE:
        print(f"karier: {source} was made by other code; its tables may differ from these", file=sys.stderr)
    ensemble = complete(made, folder, jobs, display())
    paths = ensemble.write(folder)
    same = _same_tables(manifest, folder) if manifest else None
    telling.of_run(ensemble, folder, paths, same, lang, as_json)


def study(name: str, out: Path | None, jobs: int | None, lang: str, settings: Sequence[str], as_json: bool) -> None:
    """`karier study STUDY`."""
    plan = load_study(name)
    made = design(plan, settings)
    folder = ready(out or RESULTS / plan.name)
    done = carry_out(
        made, title(plan), folder, source=name, jobs=jobs, lang=lang, equal_budget=plan.equal_budget, progress=display()
    )
    telling.of_study(done, folder, lang, as_json)


def compare(names: Sequence[str], asked: Asked, jobs: int | None, out: Path | None, lang: str, as_json: bool) -> None:
    """`karier compare A B…`."""
    if len(names) < 2:
        raise bad("", "compare", "one scenario alone", "two or more, the first is what the others are compared with")
    made = _designed(names, asked)
    called = _title(made.scenarios)
    folder = ready(out or RESULTS / "compare" / called.name)
    ensemble: Ensemble = write_tables(made, called, folder, jobs, display())
    telling.of_comparison(folder, lang, as_json, replications=ensemble.design.replications)


def ready(folder: Path) -> Path:
    """The folder for results, made now: everything that could be wrong with the input has been looked at."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise bad("", "--out", f"{folder}: {error.strerror}", "a folder that can be made and written") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        raise bad("", "--out", f"{folder}: no permission to write", "a folder that can be made and written")
    return folder


def _designed(names: Sequence[str], asked: Asked) -> Design:
    scenarios = tuple(load(name, set=asked.set, years=asked.years or YEARS) for name in names)
    own = [s.name for s in scenarios]
    for name in own:
        if own.count(name) > 1:
            raise bad("", "scenario", f"{name} stands twice", "each scenario once")
    return Design(scenarios, asked.seed, asked.replications, asked.fixed_parameters)


def _manifest(source: str, asked: Asked) -> dict[str, Any]:
    if asked != Asked():
        raise bad(source, "", "a manifest says itself which runs", "--jobs, --out, --lang and --json with a manifest")
    try:
        read = json.loads(Path(source).read_text("utf-8"))
    except OSError as error:
        raise bad(source, "", error.strerror or "cannot be read", f"the {MANIFEST} of an earlier run") from None
    except (ValueError, RecursionError):
        raise bad(source, "", "is not JSON", f"the {MANIFEST} of an earlier run") from None
    if not isinstance(read, dict) or "code" not in read or "scenarios" not in read:
        raise BadInput(f"{source}: no manifest of karier; allowed: the {MANIFEST} of an earlier run")
    return read


def _same_tables(manifest: dict[str, Any], folder: Path) -> bool:
    return bool(json.loads((folder / MANIFEST).read_text("utf-8"))["tables"] == manifest.get("tables"))


def _title(scenarios: Sequence[Scenario]) -> Title:
    name = "--".join(s.name for s in scenarios)
    label = {language: " – ".join(s.label[language] for s in scenarios) for language in ("id", "en")}
    return Title(name[:120], label, label)
