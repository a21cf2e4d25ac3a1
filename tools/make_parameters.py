"""Write docs/parameters.md: every parameter of Kota Semarang with value, unit, range, kind, role and source.

Run it after an edit of parameters/*.yaml or a place: python tools/make_parameters.py
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from karier.scenario import load

PAGE = Path(__file__).parents[1] / "docs" / "parameters.md"
HEAD = """# Parameters of Kota Semarang

Made by `tools/make_parameters.py` from `simulation/karier/parameters/*.yaml` and `scenarios/places/semarang.yaml`;
do not edit. Kinds: *law*, *statistic*, *estimate* have a source that can be looked up in the register of evidence; an
*assumption* is a default with a range. A *belief* is drawn in ensembles, a *decision* never.
"""


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_sections()]) + "\n"


def _sections() -> Iterator[str]:
    for section, parameters in load("semarang").parameters.items():
        yield f"\n## {section}\n"
        yield "| key | meaning | value | unit | range | kind | role | source |"
        yield "|---|---|---|---|---|---|---|---|"
        for key, p in parameters.items():
            span = f"{p.range[0]:g} … {p.range[1]:g}" if p.range else ""
            cells = [key, p.label["en"], _told(p.value), p.unit, span, p.kind, p.role, p.source]
            yield "| " + " | ".join(" ".join(str(cell).split()).replace("|", "\\|") for cell in cells) + " |"


def _told(value: Any) -> str:
    """A value on one line: a long table by its size."""
    if isinstance(value, Mapping):
        text = "; ".join(f"{key}: {_told(item)}" for key, item in value.items())
    elif isinstance(value, list | tuple):
        text = ", ".join(map(_told, value))
    else:
        text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 160 else f"{text[:150]}… ({len(text)} characters; the file has all)"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
