"""What is shipped: places, strategies, shocks and studies, by name."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from karier.scenario.errors import bad, shown, unknown
from karier.scenario.parameter import labels
from karier.scenario.reader import kind_of, read_mapping

KINDS = ("places", "strategies", "shocks", "studies")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_ENDINGS = (".yaml", ".yml")


@cache
def folder() -> Path:
    """The shipped scenarios: inside the wheel, else beside the source."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "scenarios"
    return inside if inside.is_dir() else package.parents[1] / "scenarios"


def names(kind: str) -> list[tuple[str, dict[str, str]]]:
    """Every shipped name of a kind with its label in Indonesian and English, in alphabetical order."""
    found = []
    for path in sorted((folder() / kind).glob("*.yaml"), key=lambda path: path.stem):
        content = read(kind, path.stem)
        found.append((path.stem, labels(content.get("label"), path.name, "label")))
    return found


def known(kind: str) -> list[str]:
    """The shipped names of a kind, without reading the files."""
    return sorted(path.stem for path in (folder() / kind).glob("*.yaml"))


def read(kind: str, name: str) -> dict[str, Any]:
    """A shipped file by its name, with what it extends merged in."""
    return read_file(shipped(kind, name, "", kind), kind)


def shipped(kind: str, name: str, file: str, key: str) -> Path:
    """Where a shipped file lies; BadInput with the nearest name."""
    if name not in known(kind):
        raise unknown(file, key, f"name among the {kind}", name, known(kind))
    return folder() / kind / f"{name}.yaml"


def is_path(name: str) -> bool:
    """Whether a name is meant as a path: it has a folder in it or ends in .yaml."""
    return "/" in name or "\\" in name or name.endswith(_ENDINGS)


def stem(path: Path) -> str:
    """A file's own name for its scenario; it becomes part of the names of results."""
    name = path.name.rsplit(".", 1)[0] if path.name.endswith(_ENDINGS) else path.name
    if not _NAME.fullmatch(name):
        raise bad(str(path), "", f"the file name {shown(name)} cannot name results", "letters, digits, - _ .")
    return name


def read_file(path: Path, kind: str, seen: tuple[Path, ...] = ()) -> dict[str, Any]:
    """A file with what it extends merged in: mappings key by key, the file itself last."""
    here = resolved(path)
    if here in seen:
        chain = " → ".join(p.name for p in (*seen[seen.index(here) :], here))
        raise bad(path.name, "extends", f"the files extend each other in a circle: {chain}", "a chain that ends")
    content = read_mapping(path, called(path))
    if "extends" not in content:
        return content
    parent = content.pop("extends")
    if not isinstance(parent, str):
        raise bad(called(path), "extends", f"{shown(parent)} is {kind_of(parent)}", "a shipped name or a path")
    return merged(read_file(referred(path, parent, kind, "extends"), kind, (*seen, here)), content)


def referred(path: Path, name: str, kind: str, key: str) -> Path:
    """The file that a file refers to: a shipped name, or a path inside its own folder or the shipped scenarios."""
    if not is_path(name):
        return shipped(kind, name, called(path), key)
    home = resolved(path).parent
    target = resolved(home / name)
    if not any(target.is_relative_to(root) for root in (home, folder().resolve())):
        raise bad(called(path), key, f"{shown(name)} leads out of the file's own folder", "files in or below it")
    return target


def resolved(path: Path) -> Path:
    """The path with links followed; BadInput where they lead in a circle or the name is impossible."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise bad(shown(str(path)), "", f"is no path to a file: {shown(str(error))}") from None


def exists(name: str) -> bool:
    """Whether a file of that name can be reached."""
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


def called(path: Path) -> str:
    """How messages call a file: a shipped one from `scenarios/` on, another by its path as given."""
    home = folder()
    return f"scenarios/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)


def merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Two mappings as one: key by key and deep, `above` wins."""
    both = dict(below)
    for key, value in above.items():
        under = both.get(key)
        both[key] = merged(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return both
