"""`karier evidence`: what each parameter rests on, as text, JSON or a page."""

import textwrap
from pathlib import Path

from karier.analysis.files import written
from karier.analysis.language import Language
from karier.cli.telling import write_json
from karier.evidence.sensitivity import sensitivity
from karier.scenario import load
from karier.scenario.errors import bad
from karier.studies import evidence_page as page
from karier.studies.dossier import OUTCOMES, Entry, dossier


def evidence(name: str, out: Path | None, lang: str, as_json: bool) -> None:
    """Print the dossier of a scenario's parameters, or write it as one HTML file."""
    if out is not None:
        _check(out)
    scenario = load(name)
    entries = dossier(scenario)
    if out is not None:
        _write(page.page(scenario, entries, lang), out)
    if as_json:
        records = [entry.to_dict() for entry in entries]
        write_json({"scenario": scenario.name, "sensitivity": dict(sensitivity().about), "parameters": records})
    elif out is not None:
        print(out)
    else:
        _tell(entries, Language(lang))


def _check(out: Path) -> None:
    if out.suffix.lower() not in (".html", ".htm"):
        raise bad("", "--out", f"{out} is no HTML file", "a file that ends in .html")
    if not out.parent.is_dir():
        raise bad("", "--out", f"{out.parent} is no folder", "a file in a folder that exists")


def _write(text: str, out: Path) -> None:
    try:
        written(out, text.encode())
    except OSError as error:
        raise bad("", "--out", f"{out}: {error.strerror}", "a file that can be written") from None


def _tell(entries: list[Entry], language: Language) -> None:
    for text in page.introduction(entries, language):
        print(textwrap.fill(text, 100))
    for entry in entries:
        p = entry.parameter
        kind, role = language(f"kind_of.{p.kind}"), language(f"role.{p.role}")
        limits = f" [{page.range_text(p.range, language)}]" if p.range else ""
        unit = f" {p.unit}" if p.unit else ""
        status = language(f"evidence.status.{entry.status}")
        print(f"\n{p.name} = {page.value_text(p.value, language)}{unit}{limits}  ({kind}, {role}; {status})")
        for line in _lines(entry, language):
            print(textwrap.fill(line, 96, initial_indent="    ", subsequent_indent="    "))


def _lines(entry: Entry, language: Language) -> list[str]:
    p = entry.parameter
    lines = [language.label(p.label), language("plan.source", source=" ".join(p.source.split()))]
    for cited in entry.cited:
        lines.append(f"{cited.id} ({language(f'evidence.status.{cited.status}')}): {cited.source}")
    lines += [text for text in [page.fit_text(entry, language)] if text]
    if entry.effects:
        told = ", ".join(f"{o} {page.effect_text(entry.effects.get(o), o, language)}" for o in OUTCOMES)
        lines.append(language("evidence.moves", effects=told))
    if entry.checked is not None:
        lines.append(language("evidence.law_checked", day=page.checked_text(entry, language)))
    return lines
