"""What commands say of a plan: its offices, and what it may lack: a start, or one that the run reaches."""

import sys
from collections.abc import Sequence

from karier.scenario import Scenario

_WORDS = {
    "all": {"id": "semua perangkat daerah", "en": "all offices"},
    "some": {"id": "perangkat daerah {names}", "en": "offices {names}"},
    "never": {
        "id": "{lever}: tanpa `start`, jadi rencananya tidak pernah mulai",
        "en": "{lever}: no start given, so the plan never begins",
    },
    "late": {
        "id": "{lever} mulai {day}, sesudah tahun terakhir {year}",
        "en": "{lever} starts {day}, after the last year {year}",
    },
}


def offices(chosen: str | Sequence[str], lang: str) -> str:
    """The offices of a plan: all of them, or their ids and kinds."""
    return _WORDS["all"][lang] if isinstance(chosen, str) else _WORDS["some"][lang].format(names=", ".join(chosen))


def idle(s: Scenario, lang: str) -> list[str]:
    """One sentence for every lever that does nothing in this run."""
    year, month = divmod(12 * s.start.year + s.start.month - 2 + s.months, 12)
    found = []
    for name, lever in s.levers.items():
        if lever.start is None:
            found.append(_WORDS["never"][lang].format(lever=name))
        elif (lever.start.year, lever.start.month) > (year, month + 1):
            found.append(_WORDS["late"][lang].format(lever=name, day=lever.start, year=year))
    return found


def say_idle(scenarios: Sequence[Scenario], lang: str) -> None:
    """Each of them once, on stderr, with the scenario it is from."""
    for s in scenarios:
        for sentence in idle(s, lang):
            print(f"karier: {s.name}: {sentence}", file=sys.stderr)
