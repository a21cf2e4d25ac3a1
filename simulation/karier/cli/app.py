"""Commands and options. What they do is imported when they do it, so that help is there at once."""

from pathlib import Path
from typing import Annotated, Any

import typer

from karier.cli.options import (
    SCENARIO,
    AtMost,
    BetterBy,
    Fixed,
    Jobs,
    Json,
    Lang,
    Replications,
    Seed,
    Set,
    SetPlan,
    Source,
    Study,
    UntilSafe,
    WrongAtMost,
    Years,
    complete,
    examples,
    out_,
    whole,
)

UsageError: Any = typer.BadParameter.__base__  # the family of all that can be wrong with a command line
KINDS = ("places", "strategies", "shocks", "studies", "replications")
SCHEMAS = ("scenario", "plan", "study")


app = typer.Typer(
    name="karier",
    help="Career policy for the civil service, simulated: what strategies do to a city's public services.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback(epilog=examples("karier study semarang", "karier run semarang+training --years 10", "karier list places"))
def _app(
    version: Annotated[bool, typer.Option("--version", help="Print the version and end", is_eager=True)] = False,
) -> None:
    if version:
        from karier.studies.study import version as number

        print(number())
        raise typer.Exit


@app.command(
    epilog=examples(
        "karier run semarang --seed 7 --years 10",
        "karier run semarang+training --replications 20 --set training.hours=40 --out results/training40",
        "karier run results/training40/manifest.json --out results/again",
    )
)
def run(
    scenario: Source,
    seed: Seed = 1,
    years: Years = None,
    replications: Replications = 1,
    jobs: Jobs = None,
    set_: Set = None,
    fixed_parameters: Fixed = False,
    out: Annotated[Path | None, out_("results/runs/SCENARIO")] = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Run a scenario.

    Writes tables (Parquet) and a manifest, and prints a short summary.
    """
    from karier.cli import running

    asked = running.Asked(seed, years, replications, fixed_parameters, tuple(set_ or ()))
    running.run(scenario, asked, jobs, out, lang, json)


@app.command(
    epilog=examples(
        "karier study semarang",
        "karier study quick --lang en --out /tmp/quick",
        "karier study semarang --until-safe capacity_efficiency --better-by 0.01",
    )
)
def study(
    study: Study,
    out: Annotated[Path | None, out_("results/STUDY")] = None,
    jobs: Jobs = None,
    lang: Lang = "id",
    set_: Set = None,
    set_plan: SetPlan = None,
    until_safe: UntilSafe = None,
    better_by: BetterBy = None,
    error: WrongAtMost = None,
    at_most: AtMost = None,
    json: Json = False,
) -> None:
    """Run a study with notebooks and report.

    All scenarios in one go, an executed notebook for each, the comparison and report.html (in English: report.en.html).
    """
    from karier.cli import running

    until = running.Until(until_safe, better_by, error, at_most)
    running.study(study, out, jobs, lang, tuple(set_ or ()), tuple(set_plan or ()), until, json)


@app.command(
    epilog=examples(
        "karier compare semarang semarang+training",
        "karier compare toy toy+promotion_random --replications 50 --json",
        "karier compare toy toy+training --set-plan training.hours=60",
        "karier compare semarang semarang+mine/latih.yaml",
        "karier compare toy toy+training toy+recruitment --until-safe ikm --better-by 0.2",
    )
)
def compare(
    scenarios: Annotated[
        list[str], typer.Argument(metavar="SCENARIO...", help=SCENARIO, autocompletion=complete("places"))
    ],
    seed: Seed = 1,
    years: Years = None,
    replications: Replications = 20,
    jobs: Jobs = None,
    set_: Set = None,
    set_plan: SetPlan = None,
    fixed_parameters: Fixed = False,
    until_safe: UntilSafe = None,
    better_by: BetterBy = None,
    error: WrongAtMost = None,
    at_most: AtMost = None,
    out: Annotated[Path | None, out_("results/compare/SCENARIOS")] = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Compare scenarios with the first.

    Runs what is missing and prints what changes, with intervals.
    """
    from karier.cli import running

    asked = running.Asked(seed, years, replications, fixed_parameters, tuple(set_ or ()), tuple(set_plan or ()))
    until = running.Until(until_safe, better_by, error, at_most)
    running.compare(scenarios, asked, until, jobs, out, lang, json)


@app.command(
    epilog=examples(
        "karier show semarang+training", "karier show semarang --parameters", "karier show --observables --json"
    )
)
def show(
    scenario: Annotated[
        str | None, typer.Argument(metavar="SCENARIO", help=SCENARIO, autocompletion=complete("places"))
    ] = None,
    parameters: Annotated[
        bool, typer.Option("--parameters", help="Every parameter: value, unit, range, kind, role, source")
    ] = False,
    observables: Annotated[
        bool, typer.Option("--observables", help="The data dictionary: every column of the results")
    ] = False,
    set_: Set = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Show a scenario or the observables.

    What a scenario is made of, or what comes out of a run.
    """
    from karier.cli import showing

    if observables == (scenario is not None):
        raise typer.BadParameter("give a SCENARIO or --observables, one of the two")
    if scenario is None:
        showing.observables(json)
    elif parameters:
        showing.parameters(scenario, tuple(set_ or ()), lang, json)
    else:
        showing.scenario(scenario, tuple(set_ or ()), lang, json)


@app.command(
    epilog=examples(
        "karier evidence", "karier evidence --out evidence.html --lang id", "karier evidence semarang-2020 --json"
    )
)
def evidence(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help=SCENARIO, autocompletion=complete("places"))
    ] = "semarang",
    out: Annotated[Path | None, typer.Option(help="An HTML file, in place of text", show_default=False)] = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Tell what each parameter rests on.

    Source, status of its evidence, range, what it was fitted to, and how much the headline hangs on it.
    """
    from karier.cli import evidencing

    evidencing.evidence(scenario, out, lang, json)


def _kinds(incomplete: str) -> list[str]:
    return [kind for kind in KINDS if kind.startswith(incomplete)]


@app.command("list", epilog=examples("karier list places", "karier list strategies --json"))
def list_(
    kind: Annotated[str, typer.Argument(metavar="|".join(KINDS), help="What to list", autocompletion=_kinds)],
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """List places, strategies, shocks, studies or replications.

    Those that are shipped, by name.
    """
    from karier.cli import showing

    showing.listed(kind, KINDS, lang, json)


@app.command(epilog=examples("karier validate my-city.yaml", "karier validate scenarios/*/*.yaml"))
def validate(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="YAML files: places, strategies, shocks, studies")
    ],
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Check scenario files.

    Says what a file that is in order sets, and what its writer should know. Nothing is run and nothing is written.
    """
    from karier.cli import checking

    checking.validate(files, lang, json)


@app.command(epilog=examples("karier schema --out scenario.schema.json", "karier schema study > study.schema.json"))
def schema(
    kind: Annotated[str, typer.Argument(metavar="|".join(SCHEMAS), help="Kind of file")] = "scenario",
    out: Annotated[Path | None, typer.Option(help="A file; stdout if left out", show_default=False)] = None,
) -> None:
    """Write the JSON Schema of scenario files.

    Editors complete and check YAML with it: a scenario (place), a plan (strategy or shock) or a study.
    """
    from karier.cli import showing

    showing.schema(kind, SCHEMAS, out)


@app.command(
    epilog=examples(
        "karier person --place toy --strategy training --seed 7 --years 3",
        "karier person 4611686018427387904 --place semarang --strategy promotion --out life.csv",
    )
)
def person(
    uid: Annotated[str | None, typer.Argument(metavar="UID", help="Of somebody in service on the first day")] = None,
    place: Annotated[str, typer.Option(help=SCENARIO, autocompletion=complete("places"))] = "semarang",
    strategy: Annotated[
        str, typer.Option(help="The other life: strategies or shocks", autocompletion=complete("strategies", "shocks"))
    ] = "training",
    seed: Seed = 1,
    years: Annotated[int, whole(1, 60, "How long")] = 10,
    out: Annotated[Path | None, typer.Option(help="Also write the monthly table to this CSV file")] = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Follow one synthetic career under two scenarios at the same luck.

    Without a UID: somebody whose two careers differ most.
    """
    from karier.cli import persons

    persons.person(uid, (place, f"{place}+{strategy}"), seed, years, out, lang, json)


def _with_rosters() -> None:
    from karier.cli import rosters  # takes its option types from here

    app.add_typer(rosters.app, name="roster")


def _with_judging() -> None:
    from karier.cli import judging, looking  # noqa: F401  # take option types from here, add their commands themselves

    app.add_typer(looking.forecast_app, name="forecast")


_with_rosters()
_with_judging()
