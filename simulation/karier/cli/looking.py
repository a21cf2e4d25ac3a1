"""`karier hindcast` and `karier forecast`: a look back that is scored, and a look ahead that is registered."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from karier.cli.app import app
from karier.cli.options import Jobs, Json, Lang, Language, examples, whole

forecast_app = typer.Typer(
    name="forecast",
    help="Register forecasts before the figures come, and score them afterwards.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_WORDS = {
    "point": {"id": "Titik", "en": "Point"},
    "published": {"id": "Terbit", "en": "Published"},
    "came": {"id": "Kenyataan", "en": "Came"},
    "model": {"id": "Model (5–95%)", "en": "Model (5–95%)"},
    "forecast": {"id": "Prakiraan (5–95%)", "en": "Forecast (5–95%)"},
    "carried": {"id": "CRPS nilai terakhir", "en": "CRPS last value"},
    "cohort": {"id": "CRPS kohort", "en": "CRPS cohort"},
    "mean": {"id": "Rata-rata yang dinilai", "en": "Mean of those scored"},
    "not": {"id": "tidak dinilai: ", "en": "not scored: "},
    "title": {"id": "Menengok ke belakang: {place}, {n} ulangan", "en": "Look back: {place}, {n} replications"},
    "few": {
        "id": "Cakupan interval baru dihitung mulai {n} titik.",
        "en": "Coverage of the intervals is given from {n} points on.",
    },
    "coverage": {
        "id": "Dalam 50%: {half:.0%}, dalam 90%: {most:.0%}",
        "en": "Within 50%: {half:.0%}, within 90%: {most:.0%}",
    },
    "registered": {"id": "Terdaftar di {folder}; jangan diubah", "en": "Registered in {folder}; never change it"},
}  # fmt: skip


@app.command(epilog=examples("karier hindcast", "karier hindcast semarang-2020 --replications 100 --out results/look"))
def hindcast(
    place: Annotated[str, typer.Argument(metavar="PLACE", help="A place that looks back")] = "semarang-2020",
    replications: Annotated[int, whole(2, 10_000, "Runs, each with its own luck and beliefs")] = 40,
    jobs: Jobs = None,
    out: Annotated[
        Path | None, typer.Option(help="Also write hindcast.json and the tables", show_default=False)
    ] = None,
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Look back: run from 2020 and hold the result against what was published since.

    Rounds of recruitment are inputs. Each published figure with the model's interval, and CRPS of the model and of two
    naive rivals; what the model was given or fitted to is shown and not scored.
    """
    from karier.cli.running import ready
    from karier.runs import cores
    from karier.validation.hindcast import hindcast as looked_back
    from karier.validation.observed import observed

    observed(place)
    folder = ready(out) if out else None
    found = looked_back(place, replications=replications, jobs=jobs or cores())
    if folder:
        _write(found, folder)
    if json:
        _print_json(found.to_dict())
    else:
        _print_hindcast(found, lang)


@forecast_app.command(epilog=examples("karier forecast register semarang --out forecasts/2026-11-28-semarang"))
def register(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A place that starts in January 2026")
    ] = "semarang",
    out: Annotated[Path, typer.Option(help="A new folder for the forecast", show_default=False)] = ...,  # type: ignore[assignment]
    replications: Annotated[int, whole(20, 100_000, "Runs, each with its own luck and beliefs")] = 200,
    jobs: Jobs = None,
    lang: Lang = "en",
) -> None:
    """Register a forecast for 2026 to 2030.

    Staff by employment, retirements, vacancies and services under the scenario, as quantiles; dated and hashed.
    """
    from karier.runs import cores
    from karier.scenario.errors import bad
    from karier.validation import forecasts

    if out.exists():
        raise bad("", "--out", f"{out} exists, and a registered forecast is never changed", "a new folder")
    rows, manifest = forecasts.made(scenario, forecasts.SEED, replications, jobs or cores())
    forecasts.register(rows, manifest, out)
    print(_WORDS["registered"][lang].format(folder=out))


@forecast_app.command(epilog=examples("karier forecast score forecasts/2026-11-28-semarang observed.csv"))
def score(
    forecast: Annotated[Path, typer.Argument(metavar="FORECAST", help="The folder of a registered forecast")],
    observations: Annotated[Path, typer.Argument(metavar="OBSERVATIONS.csv", help="Columns series, year, value")],
    lang: Lang = "en",
    json: Json = False,
) -> None:
    """Score a registered forecast with the figures that have come.

    CRPS from its quantiles; coverage of its intervals from ten figures on.
    """
    from karier.validation import forecasts, scoring

    results = forecasts.score(forecasts.read(forecast), observations)
    half, most = (scoring.coverage([getattr(r, name) for r in results]) for name in ("inside_50", "inside_90"))
    if json:
        points = [r.row._asdict() | {k: v for k, v in r._asdict().items() if k != "row"} for r in results]
        _print_json({"points": points, "coverage_50": half, "coverage_90": most})
    else:
        _print_scores(results, half, most, lang)


def _print_hindcast(found: Any, lang: Language) -> None:
    from karier.cli.telling import grid

    heads = (*(_word(name, lang) for name in ("point", "published", "model")), "PIT", "CRPS")
    rows, notes = [], []
    for one in found.scored:
        crps = [f"{one.crps[name]:,.0f}" for name in ("model", "carried", "cohort")] if one.crps else ["–"] * 3
        title = one.point.title[lang] + ("" if one.crps else " *")
        rows.append((title, f"{one.point.value:,.0f}", _interval(one.quantiles), f"{one.pit:.2f}", *crps))
        notes += [] if one.crps else [f"* {one.point.title[lang]}: {_word('not', lang)}{one.point.why}"]
    mean = [f"{found.mean_crps[name]:,.0f}" for name in ("model", "carried", "cohort")]
    rows.append((_word("mean", lang), "", "", "", *mean))
    title = _word("title", lang).format(place=found.seen.place, n=found.replications)
    grid(title, (*heads, _word("carried", lang), _word("cohort", lang)), rows)
    print("\n" + "\n".join(notes))
    print(f"\n{found.said(lang)}")


def _print_scores(results: Any, half: float | None, most: float | None, lang: Language) -> None:
    from karier.cli.telling import grid
    from karier.validation.scoring import ENOUGH

    heads = (*(_word(name, lang) for name in ("point", "came", "forecast")), "50%", "90%", "CRPS")
    rows = [
        (
            f"{r.row.series} {r.row.year}", f"{r.value:g}", _interval(r.row.quantiles),
            "✓" if r.inside_50 else "–", "✓" if r.inside_90 else "–", f"{r.crps:.4g}",
        )
        for r in results
    ]  # fmt: skip
    grid("", heads, rows)
    enough = half is not None and most is not None
    print(_word("coverage", lang).format(half=half, most=most) if enough else _word("few", lang).format(n=ENOUGH))


def _write(found: Any, folder: Path) -> None:
    """hindcast.json, points.csv and years.csv."""
    import pandas as pd

    told = found.to_dict()
    (folder / "hindcast.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")
    pd.json_normalize(told["points"]).to_csv(folder / "points.csv", index=False)
    pd.DataFrame(told["years"]).to_csv(folder / "years.csv", index=False)


def _interval(quantiles: tuple[float, ...]) -> str:
    low, middle, high = (quantiles[k] for k in (0, 2, 4))
    return " ".join(f"{q:,.0f}" if abs(q) >= 100 else f"{q:.3g}" for q in (low, middle, high))


def _word(name: str, lang: Language) -> str:
    return _WORDS[name][lang]


def _print_json(data: Any) -> None:
    from karier.cli.telling import write_json

    write_json(data)
