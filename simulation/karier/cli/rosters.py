"""`karier roster`: a template to fill in, a check, and the import into a place."""

from pathlib import Path
from typing import Annotated, Any

import typer

from karier.cli.options import Json, Lang, complete, examples

DEFAULT = "semarang"
Roster = Annotated[Path, typer.Argument(metavar="FILE", help="A roster: CSV (UTF-8) or XLSX, the header first")]
Base = Annotated[
    str,
    typer.Option(
        help="The place whose offices, posts and services the people belong to",
        autocompletion=complete("places"),
    ),
]
_WORDS = {
    "written": {
        "id": "{file}: tiga contoh untuk ditimpa (atau --filled: pegawai rekaan); kolom: karier roster columns",
        "en": "{file}: three examples to overwrite (or --filled: synthetic people); columns: karier roster columns",
    },
    "filled": {
        "id": "{file}: {n} pegawai rekaan, untuk mencoba; kolom: karier roster columns",
        "en": "{file}: {n} synthetic people, for trying; columns: karier roster columns",
    },
    "required": {"id": "wajib", "en": "required"},
    "file": {"id": "berkas", "en": "file"},
    "place": {"id": "tempat", "en": "place"},
    "of": {"id": "dari", "en": "of"},
    "people": {"id": "pegawai", "en": "people"},
    "empty": {"id": "{count} dari {people} sel kosong", "en": "{count} of {people} cells empty"},
    "imputed": {
        "id": "diisi dari margin tempat (pegawai terdekat di sana)",
        "en": "imputed from the place's margins (the nearest person there)",
    },
    "drawn": {
        "id": "diundi dari margin tempat ketika simulasi dimulai",
        "en": "drawn from the place's margins when a run begins",
    },
    "unassessed": {"id": "dianggap belum pernah dinilai", "en": "taken as never assessed"},
    "model": {"id": "menurut model pada hari pertama", "en": "as the model has it on the first day"},
    "note": {"id": "perhatikan", "en": "note"},
    "run": {"id": "jalankan: karier run {place}", "en": "run it: karier run {place}"},
}

app: typer.Typer = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Bring your own people: a roster from CSV or XLSX.",
    epilog=examples("karier roster template mine.xlsx", "karier roster import mine.xlsx --place semarang"),
)


@app.command(epilog=examples("karier roster template mine.xlsx", "karier roster template mine.csv --place toy"))
def template(file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file, .csv or .xlsx")],
             place: Base = DEFAULT,
             filled: Annotated[bool, typer.Option("--filled", help="With the synthetic people of the place: a roster "
                                                  "to try, which can be imported as it is")] = False,
             lang: Lang = "en") -> None:  # fmt: skip
    """Write a file with the header and three example rows; XLSX also with the dictionary and the offices."""
    from karier import roster
    from karier.scenario import load

    base = load(place)
    offices = {o.id: (o.label["id"], o.label["en"]) for o in base.place.offices}
    people = []
    if filled:
        from karier.roster import example

        people = example.people(base)
    roster.write_template(file, offices, people)
    print(_WORDS["filled" if filled else "written"][lang].format(file=file, n=len(people)))


@app.command(epilog=examples("karier roster columns", "karier roster columns --json"))
def columns(lang: Lang = "en", as_json: Json = False) -> None:
    """Print the column dictionary."""
    from karier.cli.telling import write_json
    from karier.roster.columns import COLUMNS

    rows = [{"column": c.name, "required": c.required, "id": c.id, "en": c.en, "allowed": c.allowed} for c in COLUMNS]
    if as_json:
        write_json(rows)
        return
    for row in rows:
        needed = _WORDS["required"][lang] if row["required"] else ""
        print(f"{row['column']:17}{needed:10}{row['id']} / {row['en']}: {row['allowed']}")


@app.command(epilog=examples("karier roster check mine.xlsx --place semarang"))
def check(file: Roster, place: Base = DEFAULT, lang: Lang = "en", as_json: Json = False) -> None:
    """Look at every row and column, and whether these people can be the place; nothing is written."""
    from karier import roster

    checked, base = _checked(file, place)
    done = roster.tried(checked, base)
    _tell({"file": str(file), "place": base.place.name, "people": done.people}, done, lang, as_json)


@app.command("import", epilog=examples("karier roster import mine.xlsx --place semarang --out mine"))
def import_(
    file: Roster,
    place: Annotated[
        str,
        typer.Option(
            help="The place whose offices, posts and services the people belong to; or a new name, then semarang's",
            autocompletion=complete("places"),
        ),
    ] = DEFAULT,
    name: Annotated[str | None, typer.Option(help="Name of the new place; the file's own if left out")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the new place")] = Path(),
    lang: Lang = "en",
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
    _tell(said, done, lang, as_json)
    if not as_json:
        where = done.place if done.place.is_absolute() or len(done.place.parts) > 1 else f"./{done.place}"
        print(_WORDS["run"][lang].format(place=where))


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


def _tell(said: dict[str, Any], done: Any, lang: str, as_json: bool) -> None:
    from karier.cli.telling import write_json

    if as_json:
        write_json(said | {"imputed": done.imputed, "warnings": done.warnings})
        return
    print("; ".join(f"{_WORDS[key][lang]}: {value}" for key, value in said.items()))
    for name, count in done.imputed.items():
        empty = _WORDS["empty"][lang].format(count=count, people=said["people"])
        print(f"  {name}: {empty}, {_WORDS[_source(name)][lang]}")
    for warning in done.warnings:
        print(f"  {_WORDS['note'][lang]}: {warning}")


def _source(name: str) -> str:
    """Where what a roster leaves out is from: a word of _WORDS."""
    from karier.population.roster import LEVELS, MONTHS
    from karier.roster.importing import IMPUTED

    if name in IMPUTED:
        return "imputed"
    if name in MONTHS and name != "assessed_month":
        return "drawn"
    return "unassessed" if name in (*LEVELS, "assessed_month") else "model"
