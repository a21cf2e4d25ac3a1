"""Write docs/state.md: every state variable, from the tables of simulation/karier/state/.

Run it after an edit of a table: python tools/make_state.py
"""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
STATE = ROOT / "simulation/karier/state"
PAGE = ROOT / "docs/state.md"
FILES = ("workforce", "posts", "offices", "lines", "city", "baseline")
HEAD = """# State variables

Made by `tools/make_state.py` from the tables in `simulation/karier/state/`; do not edit. A column of the workforce
names the process that writes it; months count from the first of the run, negative before it. Types: `Byte` to
`IntArray` are whole numbers of 8 to 64 bits, `Single` and `FloatArray` reals of 32 and 64, `…Triple` three columns
(technical, managerial, sociocultural). What the numbers refer to ("baseline") is solved on the first day:
[odd.md](odd.md), section 5.
"""
_CLASS = re.compile(r'^@table\nclass (\w+)\(NamedTuple\):\n    """(.*?)"""\n(.*?)(?=^\S|\Z)', re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"^    (\w+): (\w+)(?:  # (.*))?$", re.MULTILINE)


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(line for name in FILES for line in _tables(name))]) + "\n"


def _tables(name: str) -> Iterator[str]:
    for title, meaning, body in _CLASS.findall((STATE / f"{name}.py").read_text("utf-8")):
        yield f"\n## {title} (`state/{name}.py`)\n\n{' '.join(meaning.split())}\n"
        yield "| variable | type | meaning |\n|---|---|---|"
        for field, kind, note in _FIELD.findall(body):
            yield f"| {field} | {kind} | {note.replace('|', chr(92) + '|')} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
