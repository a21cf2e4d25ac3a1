"""Options and arguments that several commands share, each with what it allows."""

from typing import Annotated, Any, Literal

import typer

Language = Literal["id", "en"]


def complete(*kinds: str) -> Any:
    """Completion of shipped names; `semarang+tr` completes what follows the plus."""

    def names(incomplete: str) -> list[str]:
        from karier.scenario import catalogue

        before, plus, _ = incomplete.rpartition("+")
        wanted = ("strategies", "shocks") if plus else kinds
        found = [f"{before}{plus}{name}" for kind in wanted for name, _ in catalogue.names(kind)]
        return [name for name in found if name.startswith(incomplete)]

    return names


def whole(low: int, high: int, text: str) -> Any:
    """An option that is a whole number from low to high."""

    def parsed(written: Any) -> int:
        try:
            number = int(written)
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            raise typer.BadParameter(f"{str(written)[:40]!r} is not allowed; allowed: whole numbers, {low} to {high}")
        return number

    return typer.Option(help=text, parser=parsed, metavar="N")


def number(low: float, high: float, text: str) -> Any:
    """An option that is a number above low, up to high."""

    def parsed(written: Any) -> float:
        try:
            number = float(written)
        except ValueError:
            number = low
        if not low < number <= high:
            allowed = f"numbers above {low:g}, up to {high:g}"
            raise typer.BadParameter(f"{str(written)[:40]!r} is not allowed; allowed: {allowed}")
        return number

    return typer.Option(help=text, parser=parsed, metavar="X")


SCENARIO = "A place (semarang), a place with strategies or shocks (semarang+training), or a path to a YAML file"
_PLACES: Any = {"autocompletion": complete("places")}
Source = Annotated[
    str, typer.Argument(metavar="SCENARIO", help=f"{SCENARIO}; or the manifest.json of an earlier run", **_PLACES)
]
_STUDY = "A study, a path to a YAML file, or the manifest.json of an earlier study: the same once more"
Study = Annotated[str, typer.Argument(metavar="STUDY", help=_STUDY, autocompletion=complete("studies"))]
Seed = Annotated[int, whole(0, 2**63 - 1, "Whose luck; the same seed gives the same tables")]
Years = Annotated[int | None, whole(1, 60, "How long; the scenario's own horizon if left out")]
Replications = Annotated[int, whole(1, 100_000, "Runs, each with its own luck and beliefs")]
Jobs = Annotated[int | None, whole(1, 1024, "Processes; all cores if left out. Changes no number")]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Another value: --set training.hours=40. Where a scenario plans for it, its plan's; else the place's. "
        "May be repeated",
    ),
]
SetPlan = Annotated[
    list[str] | None,
    typer.Option(
        "--set-plan",
        metavar="KEY=VALUE",
        help="The same in plans alone: scenarios without a plan for that section stay. May be repeated",
    ),
]
Fixed = Annotated[bool, typer.Option("--fixed-parameters", help="Keep beliefs at their values; only luck differs")]
UntilSafe = Annotated[
    str | None,
    typer.Option(metavar="OUTCOME", help="Go on until it is safe to say which scenario is best in this outcome"),
]
BetterBy = Annotated[
    float | None,
    number(
        0,
        1e6,
        "With --until-safe: smallest difference that matters; 0.01 is 1% or a percentage point (ikm: points)",
    ),
]
WrongAtMost = Annotated[float | None, number(0, 0.25, "With --until-safe: chance of a wrong choice; 0.05 if left out")]
AtMost = Annotated[int | None, whole(1, 100_000, "With --until-safe: replications to end with; 200 if left out")]
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout")]
Lang = Annotated[Language, typer.Option(help="Language: id (Indonesian) or en (English)", envvar="KARIER_LANG")]


def out_(default: str) -> Any:
    """Where results go."""
    return typer.Option(help=f"Folder for the results; {default} if left out", show_default=False)


def examples(*lines: str) -> str:
    """The end of a command's help."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)
