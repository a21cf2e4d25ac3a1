"""`karier roster`: a template to fill in, a check, and the import into a place."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from karier.cli.app import Json, _complete, _examples

DEFAULT = "semarang"
Roster = Annotated[Path, typer.Argument(metavar="FILE", help="A roster: CSV (UTF-8) or XLSX, the header first")]
Base = Annotated[
    str,
    typer.Option(
        help="The place whose offices, posts and services the people belong to",
        autocompletion=_complete("places"),
    ),
]

app: typer.Typer = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Bring your own people: a roster from CSV or XLSX.",
    epilog=_examples("karier roster template mine.xlsx", "karier roster import mine.xlsx --place semarang"),
)


@app.command(epilog=_examples("karier roster template mine.xlsx", "karier roster template mine.csv --place toy"))
def template(file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file, .csv or .xlsx")],
             place: Base = DEFAULT) -> None:  # fmt: skip
    """Write a file with the header and three example rows; XLSX also with the dictionary and the offices' ids."""
    from karier import roster
    from karier.scenario import load

    offices = {o.id: o.label["id"] for o in load(place).place.offices}
    roster.write_template(file, offices)
    print(f"{file}: three examples to overwrite; columns: karier roster columns")


@app.command(epilog=_examples("karier roster columns", "karier roster columns --json"))
def columns(as_json: Json = False) -> None:
    """Print the column dictionary."""
    from karier.roster.columns import COLUMNS

    rows = [{"column": c.name, "required": c.required, "id": c.id, "en": c.en, "allowed": c.allowed} for c in COLUMNS]
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        needed = "required" if row["required"] else ""
        print(f"{row['column']:17}{needed:10}{row['id']} / {row['en']}: {row['allowed']}")


@app.command(epilog=_examples("karier roster check mine.xlsx --place semarang"))
def check(file: Roster, place: Base = DEFAULT, as_json: Json = False) -> None:
    """Look at every row and column; nothing is written."""
    checked, base = _checked(file, place)
    _tell({"file": str(file), "place": base.place.name, "people": len(checked)}, _silent(checked), as_json, "imputed")


@app.command("import", epilog=_examples("karier roster import mine.xlsx --place semarang --out mine"))
def import_(
    file: Roster,
    place: Annotated[
        str,
        typer.Option(
            help="The place whose offices, posts and services the people belong to; or a new name, then semarang's",
            autocompletion=_complete("places"),
        ),
    ] = DEFAULT,
    name: Annotated[str | None, typer.Option(help="Name of the new place; the file's own if left out")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the new place")] = Path(),
    as_json: Json = False,
) -> None:
    """Make a place of a roster: NAME.yaml and NAME.roster.parquet, without ids and names."""
    from karier import roster
    from karier.scenario import catalogue

    new = not (catalogue.is_path(place) or place in catalogue.known("places"))
    made = name or (place if new else file.stem)
    _named(made)
    checked, base = _checked(file, DEFAULT if new else place)
    done = roster.write(checked, base, made, out)
    said: dict[str, Any] = {"place": str(done.place), "of": base.place.name, "people": done.people}
    _tell(said, done.imputed, as_json, "imputed")
    if not as_json:
        print(f"run it: karier run {done.place if done.place.is_absolute() else Path('.') / done.place}")


def _named(name: str) -> None:
    from karier.scenario.errors import bad, shown

    if not name or not all(c.isalnum() or c in "-_" for c in name):
        raise bad("", "--name", f"{shown(name)} is no name of a place", "letters, digits, - and _")


def _checked(file: Path, place: str) -> tuple[Any, Any]:
    from karier import roster
    from karier.roster.files import told
    from karier.scenario import load

    base = load(place)
    checked = roster.check(roster.read(file), roster.held_against(base))
    if checked.problems:
        raise told(checked.problems, str(file))
    return checked, base


def _silent(checked: Any) -> dict[str, int]:
    from karier.roster.checking import silent

    return {name: count for name, count in silent(checked).items() if count}


def _tell(said: dict[str, Any], imputed: dict[str, int], as_json: bool, word: str) -> None:
    if as_json:
        print(json.dumps(said | {word: imputed}, ensure_ascii=False, indent=2))
        return
    print("; ".join(f"{key}: {value}" for key, value in said.items()))
    for name, count in imputed.items():
        print(f"  {name}: {count} of {said['people']} cells empty, {_source(name)}")


def _source(name: str) -> str:
    from karier.population.roster import LEVELS, MONTHS
    from karier.roster.importing import IMPUTED

    if name in IMPUTED:
        return "imputed from the place's margins (the nearest person there)"
    if name in MONTHS and name != "assessed_month":
        return "drawn from the place's margins when a run begins"
    return "taken as never assessed" if name in (*LEVELS, "assessed_month") else "as the model has it on the first day"
