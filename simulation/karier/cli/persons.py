"""`karier person`: one synthetic career month by month, under two scenarios at the same luck."""

import json
from pathlib import Path
from typing import Any

from karier.scenario import load
from karier.scenario.errors import bad


def person(
    uid: str | None, names: tuple[str, ...], seed: int, years: int, out: Path | None, lang: str, as_json: bool
) -> None:
    """Print what happened; the monthly table goes to `out` (CSV) if said, or to stdout as JSON."""
    from karier.runs.life import lives

    chosen = None if uid is None else _number(uid)
    scenarios = [load(name, years=years) for name in names]
    labels = {s.name: s.label[lang] for s in scenarios}
    if len(labels) < len(scenarios):
        raise bad("", "scenario", f"{scenarios[0].name} stands twice", "each scenario once")
    life = lives(scenarios, seed, 0, chosen)
    if out is not None:
        _write(life.rows, out)
    if as_json:
        print(json.dumps({"uid": life.uid, "cohort": life.cohort, "rows": life.rows}, ensure_ascii=False))
        return
    from karier.analysis.language import Language
    from karier.analysis.person_page import plain

    say = Language(lang)
    print(say("person.title", uid=str(life.uid), n=str(life.cohort)))
    print(plain(life.rows, labels, lang))
    for s in scenarios:
        print(_end(s.name, labels[s.name], life.rows, say))
    print(say("person.note"))


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise bad(
            "", "UID", f"{text[:40]!r} is no uid", "a whole number; left out: somebody whose careers differ"
        ) from None


def _end(name: str, label: str, rows: list[dict[str, Any]], say: Any) -> str:
    last = [row for row in rows if row["scenario"] == name][-1]
    if not last["in_service"]:
        return f"{label}: {say('person.left')}"
    words = {k: say.number(last[k], 2) for k in ("competence", "believed", "cohort_competence", "motivation")}
    return f"{label}: {say('person.end', **words)}"


def _write(rows: list[dict[str, Any]], out: Path) -> None:
    import pandas as pd

    from karier.runs.tables import replace_with

    try:
        replace_with(lambda temporary: pd.DataFrame(rows).to_csv(temporary, index=False), out)
    except OSError as error:
        raise bad(str(out), "", error.strerror or "cannot be written", "a file that may be written") from None
