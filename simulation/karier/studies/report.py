"""report.html: the comparison and every scenario on one page that needs nothing else, no network and no script."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from karier.analysis import comparison_page, scenario_page
from karier.analysis.comparison import write_comparison
from karier.analysis.files import written
from karier.analysis.parts import Folded, Heading, Part, anchor
from karier.analysis.results import read
from karier.analysis.view import View, view
from karier.studies.study import in_language

STYLE = """
:root{color-scheme:light}
body{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:#222;background:#fff;
max-width:76rem;margin:0 auto;padding:1rem 1.2rem 4rem}
h1{font-size:1.7rem;line-height:1.2;margin:.4em 0 .3em}
h2{font-size:1.3rem;margin:2em 0 .4em;border-top:1px solid #ddd;padding-top:.8em}
h3{font-size:1.05rem;margin:1.2em 0 .3em}
p,ul{max-width:62rem;margin:.4em 0}
li{margin:.15em 0}
.note{font-size:.84rem;color:#5f5f5f}
figure{margin:1em 0}
img{max-width:100%;height:auto}
nav{display:flex;flex-wrap:wrap;gap:.2em 1em;font-size:.9rem;margin:.6em 0}
nav a{white-space:nowrap}
a{color:#00558a}
summary{cursor:pointer;color:#00558a;margin:.5em 0}
details[open]>summary{margin-bottom:.8em}
table{font-variant-numeric:tabular-nums}
@media print{nav{display:none}details>summary{list-style:none}figure{break-inside:avoid}}
"""


def write_report(study_dir: Path | str, lang: str = "id") -> Path:
    """Writes report.html (in English: report.en.html), and tables/comparison.*, from the tables of a study's folder.

    Raises ValueError for another language, or a folder without complete tables.
    """
    folder = Path(study_dir)
    shown = view(read(folder), lang, save=False)
    write_comparison(folder)
    return written(folder / in_language("report.html", lang), page(shown).encode())


def page(shown: View) -> str:
    """The whole page as HTML."""
    language = shown.language
    first, *others = [section(shown) for section in comparison_page.SECTIONS]
    each = [scenario(shown, name) for name in shown.results.scenarios]
    scenarios: list[Part] = [Heading(language("compare.scenarios")), *each]
    below: list[Part] = [part for section in (*others[:-1], scenarios, others[-1]) for part in section]
    title = language("compare.title", study=language.label(shown.results.study["label"]))
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    source = f"<p class=note>{escape(language('report.files'))}</p>"
    body = f"{html(first)}{contents(shown, below)}{html(below)}{source}"
    top = f"<head>{head}<style>{STYLE}</style></head>"
    return f'<!doctype html>\n<html lang="{language.code}">{top}<body>{body}</body></html>\n'


def html(parts: Sequence[Part]) -> str:
    """Parts one after the other."""
    return "\n".join(part.html() for part in parts)


def contents(shown: View, parts: Sequence[Part]) -> str:
    """Links to the sections."""
    heads = [part.text for part in parts if isinstance(part, Heading) and part.level == 2]
    links = "".join(f'<a href="#{anchor(text)}">{escape(text)}</a>' for text in heads)
    return f"<nav><strong>{escape(shown.language('report.contents'))}:</strong> {links}</nav>"


def scenario(shown: View, name: str) -> Folded:
    """What one scenario does, costs and brings; more stands in its notebook."""
    sections = (scenario_page.introduction, scenario_page.cost, scenario_page.outcome)
    parts = [part for section in sections for part in section(shown, name)]
    parts += [*scenario_page.part(shown, name, "services"), *scenario_page.yearly(shown, name)]
    lowered = [Heading(p.text, p.level + 2) if isinstance(p, Heading) else p for p in parts]
    return Folded(shown.label(name), lowered)
