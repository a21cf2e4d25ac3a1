"""`karier validate-model | calibrate | replicate`: can the model be believed? What is asked, `validating` does."""

from pathlib import Path
from typing import Annotated

import typer

from karier.cli.app import app
from karier.cli.options import Jobs, Json, Lang, complete, examples, out_, whole


@app.command(
    name="validate-model",
    epilog=examples(
        "karier validate-model", "karier validate-model --only erlang --json", "karier validate-model --seeds 10"
    ),
)
def validate_model(
    seeds: Annotated[int, whole(1, 10_000, "Seeds of what is drawn, each with its own beliefs")] = 50,
    only: Annotated[list[str] | None, typer.Option(metavar="CHECK", help="This check alone; may be repeated")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for patterns.json and the executed notebook")] = None,
    jobs: Jobs = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Measure the patterns the model is to show, and published results: target, tolerance, value, verdict."""
    from karier.cli import validating

    validating.validate_model(seeds, jobs, tuple(only or ()), out, lang, json)


@app.command(epilog=examples("karier calibrate", "karier calibrate --simulations 200 --truths 50 --out results/trial"))
def calibrate(
    simulations: Annotated[int, whole(100, 100_000, "Draws of the beliefs under which experiments are made")] = 1400,
    truths: Annotated[int, whole(20, 10_000, "Of these, how many to judge the procedure by")] = 400,
    jobs: Jobs = None,
    out: Annotated[Path, out_("results/calibration")] = Path("results/calibration"),
    json: Json = False,
) -> None:
    """Estimate beliefs from published effects: prior beside posterior, and whether the procedure can be trusted."""
    from karier.cli import validating

    validating.calibrate(simulations, truths, jobs, out, json)


@app.command(epilog=examples("karier replicate pluchino", "karier replicate keyfitz --seeds 10 --json"))
def replicate(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME", help="As karier list replications names it", autocompletion=complete("replications")
        ),
    ],
    seeds: Annotated[int, whole(1, 10_000, "Seeds")] = 20,
    jobs: Jobs = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Repeat a published result with the engine's own promotion, exits and appraisal: published, measured, verdict."""
    from karier.cli import validating

    validating.replicate(name, seeds, jobs, lang, json)
