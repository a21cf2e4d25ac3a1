"""What `run`, `study` and `compare` do: validate everything, then make the folder, then compute, then tell."""

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from karier.cli import telling
from karier.cli.noting import say_idle
from karier.runs import CODE, Design, Ensemble, complete, display
from karier.runs.store import MANIFEST
from karier.scenario import BadInput, Scenario, load_study
from karier.scenario.errors import bad
from karier.scenario.levers import RESERVED
from karier.scenario.loading import YEARS
from karier.scenario.record import digest
from karier.studies.by_hand import together
from karier.studies.study import DESCRIPTION, carry_out, design, earlier, title, with_plans, write_tables

if TYPE_CHECKING:
    from karier.analysis.decision import Question

RESULTS = Path("results")


class Asked(NamedTuple):
    """The options that say which runs; a manifest says that itself."""

    seed: int = 1
    years: int | None = None
    replications: int = 1
    fixed_parameters: bool = False
    set: tuple[str, ...] = ()
    plan: tuple[str, ...] = ()


class Until(NamedTuple):
    """The options that ask for a decision; None where they are left out."""

    outcome: str | None = None
    better_by: float | None = None
    error: float | None = None
    at_most: int | None = None


def run(source: str, asked: Asked, jobs: int | None, out: Path | None, lang: str, as_json: bool) -> None:
    """`karier run SCENARIO` or `karier run MANIFEST`."""
    manifest = _manifest(source, asked) if source.endswith(".json") else None
    made = Design.from_dict(manifest, source) if manifest else _designed([source], asked)
    names = [s.name for s in made.scenarios]
    own = names[0] if len(names) == 1 else Path(source).resolve().parent.name
    with results(out or RESULTS / "runs" / own) as folder:
        if manifest:
            _say_if_other_code(manifest, source)
        else:
            _say_what_is_set(made.scenarios, asked.set)
        say_idle(made.scenarios, lang)
        ensemble = complete(made, folder, jobs, display())
        paths = ensemble.write(folder)
        same = _same_tables(manifest, folder) if manifest else None
        telling.of_run(ensemble, folder, paths, same, lang, as_json)
        if manifest and len(names) > 1:
            print(f"karier: tables alone; with notebooks and report: karier study {source}", file=sys.stderr)


def study(
    name: str,
    out: Path | None,
    jobs: int | None,
    lang: str,
    settings: Sequence[str],
    plans: Sequence[str],
    until: Until,
    as_json: bool,
) -> None:
    """`karier study STUDY` or `karier study MANIFEST`."""
    if name.endswith(".json"):
        asked_for = Asked(set=tuple(settings), plan=tuple(plans))
        _study_again(name, asked_for, until, out, jobs, lang, as_json)
        return
    plan = load_study(name)
    made = design(plan, settings, plans)
    asked = _question(until, made)
    with results(out or RESULTS / plan.name) as folder:
        _say_what_is_set(made.scenarios, settings)
        say_idle(made.scenarios, lang)
        done = carry_out(
            made, title(plan), folder, source=name, jobs=jobs, lang=lang, equal_budget=plan.equal_budget, asked=asked,
            progress=display(),
        )  # fmt: skip
        telling.of_study(done, folder, lang, as_json)


def _study_again(
    source: str, asked: Asked, until: Until, out: Path | None, jobs: int | None, lang: str, as_json: bool
) -> None:
    """The whole study once more, from the design in its manifest; its name and what it asked for from study.json."""
    if until != Until():
        raise bad(source, "", "a manifest says itself which runs", "--jobs, --out, --lang and --json with a manifest")
    manifest, home = _manifest(source, asked), Path(source).resolve().parent
    made, called, question = Design.from_dict(manifest, source), None, None
    if Path(source).name == MANIFEST and (before := earlier(home)):
        _, called, question = before
    called = called or together(made.scenarios)
    with results(out or RESULTS / home.name) as folder:
        _say_if_other_code(manifest, source)
        _keep_budget(home, folder)
        done = carry_out(
            made, called, folder, source=called.name, jobs=jobs, lang=lang, asked=question, progress=display()
        )
        telling.of_study(done, folder, lang, as_json, _same_tables(manifest, folder))


def _keep_budget(home: Path, folder: Path) -> None:
    """To which budget the doses of the design are held stands in study.json alone, and is taken over from there."""
    said = home / DESCRIPTION
    if folder.resolve() != home and said.is_file() and "budget" in json.loads(said.read_text("utf-8")):
        shutil.copy(said, folder / DESCRIPTION)


def compare(
    names: Sequence[str], asked: Asked, until: Until, jobs: int | None, out: Path | None, lang: str, as_json: bool
) -> None:
    """`karier compare A B…`."""
    if len(names) < 2:
        raise bad("", "compare", "one scenario alone", "two or more, the first is what the others are compared with")
    made = _designed(names, asked)
    _of_one_place(made.scenarios)
    question = _question(until, made)
    called = together(made.scenarios)
    with results(out or RESULTS / "compare" / f"{called.name}{_key_of_what_is_set(made, asked)}") as folder:
        _say_what_is_set(made.scenarios, asked.set)
        say_idle(made.scenarios, lang)
        ensemble: Ensemble = write_tables(made, called, folder, jobs, display(), asked=question)
        from karier.analysis.comparison import write_comparison

        write_comparison(folder)
        telling.of_comparison(folder, lang, as_json, replications=ensemble.design.replications)


def _of_one_place(scenarios: Sequence[Scenario]) -> None:
    """Refuse two cities: they differ in more than what is decided."""
    first = scenarios[0].place
    for s in scenarios[1:]:
        p = s.place
        if (p.block, p.start, p.roster) != (first.block, first.start, first.roster):
            names = (first.name, p.name) if first.name != p.name else (scenarios[0].name, s.name)
            problem = f"places differ ({', '.join(names)}), a difference would not be the strategy's"
            raise bad("", "compare", problem, "scenarios of one place; run each place by itself with karier run")


def _key_of_what_is_set(made: Design, asked: Asked) -> str:
    """`-` and six letters where something was set: other values do not overwrite each other's tables."""
    if not (asked.set or asked.plan or asked.fixed_parameters):
        return ""
    return f"-{digest([[s.key() for s in made.scenarios], made.fixed_parameters])[:6]}"


@contextlib.contextmanager
def results(folder: Path) -> Iterator[Path]:
    """The folder for results, made now; where the work fails, what is still empty of it goes again."""
    made = [path for path in (folder / "runs", folder, *folder.parents) if not path.exists()]
    try:
        yield ready(folder)
    except BaseException:
        for path in made:
            with contextlib.suppress(OSError):  # not empty: what is finished is kept
                path.rmdir()
        raise


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
    scenarios = with_plans(names, asked.set, asked.plan, asked.years or YEARS)
    own = [s.name for s in scenarios]
    for name in own:
        if own.count(name) > 1:
            raise bad("", "scenario", f"{name} stands twice", "each scenario once")
    return Design(scenarios, asked.seed, asked.replications, asked.fixed_parameters)


def _question(until: Until, made: Design) -> "Question | None":
    """The decision that is asked for, if one is."""
    if until == Until():
        return None
    from karier.analysis.decision import AT_MOST, ERROR
    from karier.studies.deciding import question

    if until.outcome is None:
        given = {"--better-by": until.better_by, "--error": until.error, "--at-most": until.at_most}
        option = next(name for name, value in given.items() if value is not None)
        raise bad("", option, "goes with --until-safe OUTCOME", "the outcome to decide by, for example ikm")
    error = ERROR if until.error is None else until.error
    return question(until.outcome, until.better_by, error, until.at_most or AT_MOST, made)


def _say_what_is_set(scenarios: Sequence[Scenario], settings: Sequence[str]) -> None:
    """On stderr: in which scenarios a `--set` changes the plan and in which today's value: the baseline may move."""
    for item in settings:
        key = item.partition("=")[0].strip()
        plans = [s.name for s in scenarios if _is_planned(s, key)]
        places = [s.name for s in scenarios if s.name not in plans]
        told = [f"the plan of {', '.join(plans)}"] if plans else []
        told += [f"today's value in {', '.join(places)}"] if places else []
        hint = "; --set-plan changes plans alone" if plans and places else ""
        print(f"karier: --set {item} changes {' and '.join(told)}{hint}", file=sys.stderr)


def _is_planned(s: Scenario, key: str) -> bool:
    """Whether a setting of that key is the plan's: a decision of a section that a strategy plans for."""
    section, _, rest = key.partition(".")
    known = s.parameters.get(section, {}).get(rest.partition(".")[0])
    decided = rest in RESERVED or (known is not None and known.role == "decision")
    return section in s.levers and decided


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


def _say_if_other_code(manifest: dict[str, Any], source: str) -> None:
    if manifest["code"] != CODE:
        print(f"karier: {source} was made by other code; its tables may differ from these", file=sys.stderr)


def _same_tables(manifest: dict[str, Any], folder: Path) -> bool:
    return bool(json.loads((folder / MANIFEST).read_text("utf-8"))["tables"] == manifest.get("tables"))
