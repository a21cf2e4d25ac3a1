"""YAML from strangers: plain data or one clear refusal, never an object, a bomb or a guess.

Booleans and numbers follow YAML 1.2: `no` is a text, `1e-3` a number, `12:30` a text.
"""

import math
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from karier.scenario.errors import BadInput, bad, shown

SIZE_LIMIT = 1_000_000  # bytes
NODE_LIMIT = 100_000  # after aliases are written out
DEPTH_LIMIT = 40

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Safe construction with the scalars of YAML 1.2."""


_SCALARS = {
    "tag:yaml.org,2002:bool": (r"true|True|TRUE|false|False|FALSE", "tTfF"),
    "tag:yaml.org,2002:int": (r"[-+]?(?:0|[1-9][0-9_]*)", "-+0123456789"),
    "tag:yaml.org,2002:float": (
        r"[-+]?(?:\.[0-9]+|[0-9][0-9_]*\.[0-9_]*)(?:[eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+"
        r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        "-+0123456789.",
    ),
    "tag:yaml.org,2002:null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    "tag:yaml.org,2002:timestamp": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "0123456789"),
    "tag:yaml.org,2002:merge": (r"<<", "<"),
}
_Loader.yaml_implicit_resolvers = {}
for _tag, (_pattern, _first) in _SCALARS.items():
    _Loader.add_implicit_resolver(_tag, re.compile(f"^(?:{_pattern})$"), list(_first))


def read_mapping(path: Path, file: str | None = None) -> dict[str, Any]:
    """The mapping a file holds; `file` is how messages call it. BadInput for all that is not one."""
    name = file or str(path)
    value = parse(_text(path, name), name)
    if value is None:
        raise bad(name, "", "the file is empty", "a mapping of keys to values")
    if not isinstance(value, dict):
        raise bad(name, "", f"the file holds {kind_of(value)}", "a mapping of keys to values")
    for key in value:
        if not isinstance(key, str):
            raise bad(name, "", f"the key {shown(key)} is {kind_of(key)}", "texts as keys")
    return value


def parse(text: str, file: str, key: str = "") -> Any:
    """Plain data from YAML text: dict, list, str, int, float, bool, date, None."""
    loader = None
    try:
        _shallow(text, file, key)
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return None
        _check(node, file)
        value = loader.construct_document(node)
    except yaml.YAMLError as error:
        raise bad(file, key, _sentence(error, text)) from None
    except BadInput:
        raise
    except (ValueError, OverflowError) as error:  # 2026-02-30, a number of ten thousand digits
        raise bad(file, key, f"not readable as YAML: {shown(str(error))}") from None
    finally:
        if loader is not None:
            loader.dispose()
    _plain(value, file, key)
    return value


def _shallow(text: str, file: str, key: str) -> None:
    """Refuse depth event by event: libyaml composes recursively and would exhaust the stack of the process."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEPTH_LIMIT:
                raise bad(file, key, f"{_at(event)}nested too deeply", f"{DEPTH_LIMIT} levels")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _text(path: Path, name: str) -> str:
    try:
        if path.is_dir():
            raise bad(name, "", "is a folder", "a YAML file")
        if path.exists() and not path.is_file():
            raise bad(name, "", "is not a regular file", "a YAML file")
        with path.open("rb") as stream:
            raw = stream.read(SIZE_LIMIT + 1)
    except BadInput:
        raise
    except FileNotFoundError:
        raise bad(name, "", "no such file") from None
    except (OSError, ValueError) as error:  # no permission, a name too long, a NUL in the name
        raise bad(name, "", f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(raw) > SIZE_LIMIT:
        raise bad(name, "", "is too large", f"{SIZE_LIMIT:,} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise bad(name, "", f"is not a text in UTF-8 (byte {error.start})", "YAML in UTF-8") from None
    if "\0" in text:
        raise bad(name, "", "is binary", "YAML in UTF-8")
    return text


def _sentence(error: yaml.YAMLError, text: str) -> str:
    problem = getattr(error, "problem", None) or "not valid YAML"
    mark = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    if "found character" in problem and "cannot start any token" in problem and _is_tab(text, mark):
        return f"{where}a tab; indent with spaces"
    if "could not determine a constructor" in problem:
        return f"{where}tags that build objects are refused ({problem.rsplit(' ', 1)[-1]})"
    return f"{where}{shown(problem)}"


def _is_tab(text: str, mark: Any) -> bool:
    """Whether a tab stands at a mark."""
    lines = text.splitlines()
    return mark is not None and mark.line < len(lines) and lines[mark.line][mark.column : mark.column + 1] == "\t"


def _check(root: yaml.Node, file: str) -> None:
    """Refuse loops, bombs and keys that stand twice, before anything is built."""
    known: dict[int, tuple[int, int]] = {}  # values and levels of what is complete
    open_: set[int] = set()

    def expanded(node: yaml.Node) -> tuple[int, int]:
        if id(node) in open_:
            raise bad(file, "", f"{_at(node)}an alias refers to itself", "aliases of what is complete")
        if id(node) not in known:
            open_.add(id(node))
            parts = [expanded(part) for part in _parts(node, file)]
            open_.discard(id(node))
            values, levels = 1 + sum(n for n, _ in parts), 1 + max((deep for _, deep in parts), default=0)
            if values > NODE_LIMIT or levels > DEPTH_LIMIT + 1:
                allowed = f"{NODE_LIMIT:,} values, {DEPTH_LIMIT} levels"
                raise bad(file, "", f"{_at(node)}too much once aliases are written out", allowed)
            known[id(node)] = (values, levels)
        return known[id(node)]

    expanded(root)


def _parts(node: yaml.Node, file: str) -> list[yaml.Node]:
    if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:timestamp":
        _a_day(node, file)
    if isinstance(node, yaml.MappingNode):
        _no_key_twice(node, file)
        for key, value in node.value:
            if isinstance(value, yaml.ScalarNode) and value.tag == "tag:yaml.org,2002:timestamp":
                _a_day(value, file, key.value)
        return [part for pair in node.value for part in pair]
    return node.value if isinstance(node, yaml.SequenceNode) else []


def _a_day(node: yaml.ScalarNode, file: str, key: str = "") -> None:
    """Refuse what looks like a date and is none, while its line is known."""
    try:
        date.fromisoformat(node.value)
    except ValueError:
        problem = f"{_at(node)}{shown(node.value)} is no day of the calendar"
        raise bad(file, key, problem, "a date such as 2027-01-31") from None


def _no_key_twice(node: yaml.MappingNode, file: str) -> None:
    seen: dict[tuple[str, str], int] = {}
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise bad(file, "", f"{_at(key)}a key is a list or a mapping", "a text, a whole number or a date")
        name = (key.tag, key.value)
        if name in seen:
            raise bad(file, key.value, f"{_at(key)}the key stands twice (first in line {seen[name]})", "each key once")
        seen[name] = key.start_mark.line + 1


def _at(node: yaml.Node | yaml.Event) -> str:
    return f"line {node.start_mark.line + 1}: " if node.start_mark else ""


def _plain(value: Any, file: str, key: str) -> None:
    if isinstance(value, dict):
        for name, item in value.items():
            if isinstance(name, bool) or not isinstance(name, str | int | date) or isinstance(name, datetime):
                allowed = "a text, a whole number or a date"
                raise bad(file, key, f"the key {shown(name)} is {kind_of(name)}", allowed)
            _plain(item, file, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            _plain(item, file, f"{key}[{place}]")
    elif isinstance(value, float) and not math.isfinite(value):
        raise bad(file, key, f"{value} is not a finite number", "a finite number")
    elif isinstance(value, datetime) or not isinstance(value, str | int | float | bool | date | None):
        raise bad(file, key, f"{shown(value)} is {kind_of(value)}", "text, number, true, false, date, list or mapping")


def kind_of(value: Any) -> str:
    """What a value is, in a message."""
    names = {dict: "a mapping", list: "a list", str: "a text", bool: "true or false", int: "a whole number"}
    names |= {float: "a number", date: "a date", datetime: "a time", type(None): "empty", bytes: "binary"}
    return names.get(type(value), f"a {type(value).__name__}")
