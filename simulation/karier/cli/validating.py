"""`karier validate-model` and `karier calibrate`: what was measured and judged, as a table or as JSON."""

import json
import sys
from pathlib import Path

from karier.analysis.language import Language
from karier.runs.ensemble import cores
from karier.scenario.errors import bad
from karier.validation.pattern import Found
from karier.validation.replications.checks import paper
from karier.validation.replications.reading import replication
from karier.validation.suite import validate

_WORDS = {
    "id": {
        "pass": "lulus", "fail": "GAGAL", "target": "sasaran", "value": "nilai", "to": " sampai ",
        "sum": "{n} pola, {failed} gagal",
    },
    "en": {
        "pass": "pass", "fail": "FAIL", "target": "target", "value": "value", "to": " to ",
        "sum": "{n} patterns, {failed} failed",
    },
}  # fmt: skip


def validate_model(
    seeds: int, jobs: int | None, only: tuple[str, ...], out: Path | None, lang: str, as_json: bool
) -> None:
    """Print every pattern with target, accepted values, value, interval and verdict, the failing ones too."""
    rows: list[Found] = []
    for found in validate(seeds, jobs or cores(), only):
        rows += found
        if not as_json:
            for row in found:
                print(_line(row, lang), flush=True)
    if as_json:
        print(json.dumps([row.to_dict() for row in rows], ensure_ascii=False, indent=1))
    if out is not None:
        _write(rows, out, lang)
    failed = sum(not row.passed for row in rows)
    print(_WORDS[lang]["sum"].format(n=len(rows), failed=failed), file=sys.stderr)


def replicate(name: str, seeds: int, jobs: int | None, lang: str, as_json: bool) -> None:
    """What a replication is about, then its patterns as `validate_model` prints them."""
    paper(name)  # says what is wrong with a name before anything is run
    if not as_json:
        print(f"{replication(name).scenario.label[lang]}\n{replication(name).scenario.description[lang]}\n")
    validate_model(seeds, jobs, (name,), None, lang, as_json)


def _write(rows: list[Found], out: Path, lang: str) -> None:
    """The values, and the notebook that shows them."""
    from karier.studies.execute import execute, templates
    from karier.studies.study import in_language
    from karier.validation import record

    record.write(rows, out / record.NAME)
    given = {"results": record.NAME, "lang": lang}  # it runs in that folder
    notebook = execute(templates() / "validation.ipynb", out / f"{in_language('validation.ipynb', lang)}", given)
    print(f"{out / record.NAME}, {notebook}", file=sys.stderr)


def _line(row: Found, lang: str) -> str:
    (low, high), words = row.interval, _WORDS[lang]
    accepted = words["to"].join(_short(bound) for bound in row.pattern.accepted)
    unit = Language(lang).known(f"unit.{row.pattern.unit}", row.pattern.unit) if lang != "en" else row.pattern.unit
    return (
        f"{words['pass' if row.passed else 'fail']}  {row.pattern.name:<34} "
        f"{words['target']} {_short(row.pattern.target):>9} ({accepted})  "
        f"{words['value']} {_short(row.value):>9} [{_short(low)}, {_short(high)}] {unit} — {row.pattern.title[lang]}"
    )


def _short(value: float) -> str:
    return f"{value:.4g}"


def calibrate(simulations: int, truths: int, jobs: int | None, out: Path, as_json: bool) -> None:
    """Estimate the free beliefs, judge the procedure on truths it has not seen, and write both to `out`."""
    from karier.validation import calibration, calibration_files

    if truths >= simulations:
        raise bad("", "--truths", f"{truths} of {simulations} simulations", "fewer truths than simulations")
    calibration_files.writable(out)
    rows = calibration_files.simulated(simulations, jobs or cores())
    learned, unseen = rows[truths:], rows[:truths]
    emulator = calibration.emulate(learned)
    draws, effective = calibration.posterior(emulator, calibration_files.SEED)
    found = calibration.ranks(emulator, unseen, calibration_files.SEED)
    written = calibration_files.write(out, rows, draws, found)
    verdicts = calibration.judged(found)
    if as_json:
        table = [v._asdict() | calibration_files.summary(v.name, draws) for v in verdicts]
        print(
            json.dumps({"beliefs": table, "effective": effective, "uniform": calibration.uniform(verdicts)}, indent=1)
        )
        return
    for v in verdicts:
        s = calibration_files.summary(v.name, draws)
        prior, after = (f"{s[key][1]:.3g} [{s[key][0]:.3g}, {s[key][2]:.3g}]" for key in ("prior", "posterior"))
        print(f"{v.name:<30} prior {prior:<26} posterior {after:<26} ranks p {v.p:.3f}  covered {v.covered:.1%}")
    told = "uniform" if calibration.uniform(verdicts) else "NOT uniform"
    print(f"{truths} truths: ranks are {told} (1 %, Holm). {effective:.0f} effective prior draws. {written}")
