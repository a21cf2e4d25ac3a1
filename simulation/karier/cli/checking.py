"""What `validate` does: whether files are in order, and what they then say. Nothing is run and nothing is written."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from karier.cli.noting import idle, offices
from karier.cli.telling import write_json
from karier.scenario import BadInput, Lever, Scenario, catalogue, load, load_study
from karier.scenario.errors import bad
from karier.scenario.reader import read_mapping

_WORDS = {
    "scenario": {"id": "skenario sah", "en": "a valid scenario"},
    "plan": {"id": "rencana sah", "en": "a valid plan"},
    "study": {"id": "studi sah", "en": "a valid study"},
    "replication": {"id": "replikasi sah", "en": "a valid replication"},
    "sets": {"id": "{lever} menetapkan {keys}", "en": "{lever} sets {keys}"},
    "nothing": {"id": "{lever} dengan nilai tempatnya", "en": "{lever} with the values of the place"},
    "from": {"id": "mulai {day}", "en": "from {day}"},
    "until": {"id": "sampai sebelum {day}", "en": "until before {day}"},
    "never": {"id": "tanpa mulai", "en": "never"},
    "later": {"id": "menyusul {day}: {names}", "en": "joining {day}: {names}"},
    "dose": {"id": "dosis {dose:g}", "en": "dose {dose:g}"},
    "own": {"id": "menetapkan {names}", "en": "sets {names}"},
    "runs": {
        "id": "{names}; {years} tahun, {n} ulangan",
        "en": "{names}; {years} years, {n} replications",
    },
    "unsourced": {
        "id": "{name}: tanpa sumber; dihitung sebagai anggapan berkas ini",
        "en": "{name}: no source given; counted as an assumption of this file",
    },
}


class Found(NamedTuple):
    """What a file is and says, and what its writer should know."""

    kind: str
    says: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def validate(files: Sequence[Path], lang: str, as_json: bool) -> None:
    """Check files one by one; the errors of all of them are told at the end."""
    good, wrong = [], []
    for path in files:
        try:
            good.append((path, checked(path, lang)))
        except BadInput as error:
            wrong.append(str(error))
    if as_json and not wrong:
        write_json([{"file": str(p), "kind": f.kind, "says": f.says, "notes": f.notes} for p, f in good])
        return
    for path, found in good if not as_json else ():
        alone = found.says if len(found.says) == 1 else ()
        print(": ".join([str(path), _WORDS[found.kind][lang], *alone]))
        for line in (*(found.says if not alone else ()), *found.notes):
            print(f"  {line}")
    if wrong:
        sys.stdout.flush()
        raise BadInput("\nkarier: ".join(wrong))


def checked(path: Path, lang: str) -> Found:
    """What a file that is in order is; BadInput if it is not."""
    if not path.is_file():
        catalogue.read_file(path, "places")  # says what is wrong
    kind = kind_of_file(path)
    name = str(path) if catalogue.is_path(str(path)) else f"./{path}"
    if kind == "study":
        return _study(name, lang)
    if kind == "plan":
        return _plan(name, lang)
    if kind == "replication":
        from karier.validation.replications.reading import read

        read(path)
        return Found(kind)
    return _scenario(path, load(name), lang)


def _study(name: str, lang: str) -> Found:
    study = load_study(name)
    scenarios = [load(one, years=study.years) for one in study.scenarios]
    told = _WORDS["runs"][lang].format(names=", ".join(study.scenarios), years=study.years, n=study.replications)
    notes = dict.fromkeys(f"{s.name}: {note}" for s in scenarios for note in idle(s, lang))
    return Found("study", (told,), tuple(notes))


def _plan(name: str, lang: str) -> Found:
    """A plan is in order if it fits some shipped place: offices are a place's own."""
    first: BadInput | None = None
    for place in catalogue.known("places"):
        try:
            s = load(f"{place}+{name}")
        except BadInput as error:
            first = first or error
        else:
            return Found(
                "plan", tuple(_lever(key, lever, lang) for key, lever in s.levers.items()), tuple(idle(s, lang))
            )
    raise first or bad(name, "", "there is no place to try it on")


def _scenario(path: Path, s: Scenario, lang: str) -> Found:
    own = read_mapping(path).get("parameters") or {}
    says = [_WORDS["own"][lang].format(names=_few(own))] if own else []
    says += [_lever(name, lever, lang) for name, lever in s.levers.items()]
    return Found("scenario", tuple(says), (*_unsourced(path, s, lang), *idle(s, lang)))


def _few(names: Iterable[str], most: int = 8) -> str:
    listed = list(names)
    return ", ".join(listed[:most]) + (f", … ({len(listed)})" if len(listed) > most else "")


def _unsourced(path: Path, s: Scenario, lang: str) -> list[str]:
    """Values that the file gives without saying where they are from."""
    source = f"set in {catalogue.called(path)}"
    return [
        _WORDS["unsourced"][lang].format(name=p.name)
        for section in s.parameters.values()
        for p in section.values()
        if p.source == source
    ]


def _lever(name: str, lever: Lever, lang: str) -> str:
    """training sets hours, share; from 2027-01-01; all offices."""
    keys = ", ".join(lever.planned)
    parts = [_WORDS["sets" if keys else "nothing"][lang].format(lever=name, keys=keys)]
    parts.append(_WORDS["from" if lever.start else "never"][lang].format(day=lever.start))
    if lever.until:
        parts.append(_WORDS["until"][lang].format(day=lever.until))
    parts.append(offices(lever.offices, lang))
    parts += [_WORDS["later"][lang].format(day=day, names=offices(some, lang)) for day, some in lever.joining]
    if lever.dose != 1.0:
        parts.append(_WORDS["dose"][lang].format(dose=lever.dose))
    return "; ".join(parts)


_FOLDERS = {"studies": "study", "strategies": "plan", "shocks": "plan", "places": "scenario"}
_STUDY = frozenset({"scenarios", "years", "replications", "seed", "equal_budget"})
_SCENARIO = frozenset({"city", "place", "start", "parameters", "strategies", "shocks", "roster"})


def kind_of_file(path: Path, seen: tuple[Path, ...] = ()) -> str:
    """Study, scenario, plan or replication: by its folder, by its own keys, else by what it extends."""
    here = catalogue.resolved(path)
    folders = _FOLDERS | {"replications": "replication"}
    if here.parent.name in folders:
        return folders[here.parent.name]
    content: Mapping[str, Any] = read_mapping(path, catalogue.called(path))
    if _STUDY & set(content):
        return "study"
    if _SCENARIO & set(content):
        return "scenario"
    parent = content.get("extends")
    if not isinstance(parent, str) or here in seen:
        return "plan"
    if catalogue.is_path(parent):
        return kind_of_file(catalogue.referred(path, parent, "places", "extends"), (*seen, here))
    found = [kind for kind in ("places", "studies", "strategies", "shocks") if parent in catalogue.known(kind)]
    return _FOLDERS[found[0]] if found else "plan"
