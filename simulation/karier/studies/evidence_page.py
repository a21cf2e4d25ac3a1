"""The register of evidence as one page that needs nothing else: no network, no file beside it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from karier.analysis.language import NOTHING, Language
from karier.evidence.sensitivity import LUCK, Effect, sensitivity
from karier.runs.design import model_digest
from karier.scenario import Scenario
from karier.studies.dossier import BEST_FIRST, OUTCOMES, Entry

LONGEST = 120  # characters of a value on the page
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
STYLE = """
:root{color-scheme:light}
body{font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:#222;background:#fff;
margin:0 auto;padding:1rem 1.2rem 4rem;max-width:110rem}
h1{font-size:1.6rem;margin:.4em 0}
p,ul{max-width:62rem;margin:.5em 0}
label{display:block;margin:1em 0 .5em}
input{font:inherit;padding:.3em .5em;min-width:20rem;max-width:100%}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.88rem}
th,td{border-bottom:1px solid #ddd;padding:.35em .6em;text-align:left;vertical-align:top}
th{position:sticky;top:0;background:#fff}
th button{all:unset;cursor:pointer;font-weight:600}
th button:focus-visible{outline:2px solid #00558a}
th[aria-sort=ascending] button::after{content:" ▲"}
th[aria-sort=descending] button::after{content:" ▼"}
td.number{text-align:right;white-space:nowrap}
td small{color:#5f5f5f}
code{font-size:.95em;overflow-wrap:anywhere}
.weak{color:#5f5f5f}
.status{white-space:nowrap;border:1px solid #767676;border-radius:.3em;padding:0 .35em}
.seen{background:#e2f1e7}.secondary,.estimate{background:#fdf3d8}.none,.unconfirmed,.verify,.contradicted{background:#f8e3dc}
"""
# Sorting and filtering are extras: the table is complete without them.
SCRIPT = """
const table=document.querySelector("table"),body=table.tBodies[0],heads=[...table.tHead.rows[0].cells];
const key=(row,n)=>{const c=row.cells[n],v=c.dataset.v;return v===undefined?c.textContent.trim().toLowerCase():+v};
heads.forEach((head,n)=>head.querySelector("button").addEventListener("click",()=>{
const now=head.getAttribute("aria-sort"),counts=body.rows[0].cells[n].dataset.v!==undefined;
const down=now==="ascending"||(now===null&&counts);
heads.forEach(h=>h.removeAttribute("aria-sort"));head.setAttribute("aria-sort",down?"descending":"ascending");
[...body.rows].sort((a,b)=>{const x=key(a,n),y=key(b,n);return (x<y?-1:x>y?1:0)*(down?-1:1)})
.forEach(r=>body.append(r));
}));
document.querySelector("input").addEventListener("input",e=>{const wanted=e.target.value.toLowerCase();
for(const r of body.rows)r.hidden=!r.textContent.toLowerCase().includes(wanted)});
"""


def page(scenario: Scenario, entries: Sequence[Entry], lang: str) -> str:
    """The whole page as HTML; what moves the headline most comes first."""
    language = Language(lang)
    title = language("evidence.title", place=language.label(scenario.label))
    first = sorted(entries, key=lambda e: -_size(e.effects.get(OUTCOMES[0])))
    rows = "\n".join(_row(entry, language) for entry in first)
    heads = "".join(f'<th scope="col"><button type="button">{escape(h)}</button></th>' for h in _heads(language))
    head = (
        f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title><style>{STYLE}</style>'
    )
    texts = "".join(f"<p>{escape(text)}</p>" for text in introduction(entries, language))
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>\n{rows}\n</tbody></table>"
    search = f'<label>{escape(language("evidence.filter"))} <input type="search"></label>'
    body = f'<h1>{escape(title)}</h1>{texts}{search}<div class="wide">{table}</div><script>{SCRIPT}</script>'
    return f'<!doctype html>\n<html lang="{lang}"><head>{head}</head><body>{body}</body></html>\n'


def introduction(entries: Sequence[Entry], language: Language) -> list[str]:
    """What the table says and how it was made: plain sentences."""
    kinds = Counter(entry.parameter.kind for entry in entries)
    states = Counter(entry.status for entry in entries)
    told = ", ".join(f"{n} {language(f'kind_of.{kind}')}" for kind, n in kinds.most_common())
    found = ", ".join(f"{states[s]} {language(f'evidence.status.{s}')}" for s in BEST_FIRST if states[s])
    table = sensitivity()
    about = {key: table.about[key] for key in ("years", "trajectories", "seed", "model")}
    luck = {o: language.number(table.effects[o][LUCK].mu_star, 2) for o in OUTCOMES}
    fresh = table.about["model"] == model_digest()[: len(table.about["model"])]
    return [
        language("evidence.counts", number=len(entries), kinds=told, states=found),
        language("evidence.effects", **about),
        language("evidence.luck", **luck),
        language("evidence.fresh") if fresh else language("evidence.stale"),
        language("evidence.fit"),
        language("evidence.checked"),
    ]


def value_text(value: Any, language: Language) -> str:
    """A value on one line; of a long table its beginning."""
    text = _told(value, language)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def effect_text(effect: Effect | None, outcome: str, language: Language) -> str:
    """mu* ± sigma, in brackets where another luck moves as much; a dash for what is not drawn."""
    if effect is None:
        return NOTHING
    text = f"{language.number(effect.mu_star, 2)} ± {language.number(effect.sigma, 2)}"
    return text if sensitivity().told_apart(effect, outcome) else f"({text})"


def checked_text(entry: Entry, language: Language) -> str:
    """When a law was last checked; nothing for what is no law."""
    return "" if entry.checked is None else entry.checked or language("evidence.not_recorded")


def fit_text(entry: Entry, language: Language) -> str:
    """What the value was fitted to, and what is solved from it."""
    p = entry.parameter
    parts = [language("evidence.fitted_to", what=language.label(p.fitted_to))] if p.fitted_to else []
    parts += [language("evidence.solves", what=language.label(p.solves))] if p.solves else []
    return "; ".join(parts)


def range_text(limits: tuple[float, float] | None, language: Language) -> str:
    """Low … high."""
    return f"{_told(limits[0], language)} … {_told(limits[1], language)}" if limits else ""


def _heads(language: Language) -> list[str]:
    return [
        language("evidence.head.parameter"),
        language("evidence.head.value"),
        language("evidence.head.range"),
        language("evidence.head.kind"),
        language("evidence.head.role"),
        language("evidence.head.status"),
        language("evidence.head.source"),
        language("evidence.head.fit"),
        *(language("evidence.head.effect", strategy=language(f"evidence.strategy.{o}")) for o in OUTCOMES),
        language("evidence.head.checked"),
    ]


def _row(entry: Entry, language: Language) -> str:
    p, status = entry.parameter, entry.status
    unit = language.known(f"unit.{p.unit}", p.unit) if language.code == "id" else p.unit
    cells = [
        f"<td><code>{escape(p.name)}</code><br>{escape(language.label(p.label))}</td>",
        f"<td>{escape(value_text(p.value, language))} <small>{escape(unit)}</small></td>",
        f"<td>{escape(range_text(p.range, language))}</td>",
        f"<td>{escape(language(f'kind_of.{p.kind}'))}</td>",
        f"<td>{escape(language(f'role.{p.role}'))}</td>",
        f'<td><span class="status {escape(status)}">{escape(language(f"evidence.status.{status}"))}</span></td>',
        f"<td>{escape(p.source)}{''.join(_cited(entry, language))}</td>",
        f"<td>{escape(fit_text(entry, language))}</td>",
        *(_effect_cell(entry.effects.get(outcome), outcome, language) for outcome in OUTCOMES),
        f"<td>{escape(checked_text(entry, language))}</td>",
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _cited(entry: Entry, language: Language) -> Iterator[str]:
    for cited in entry.cited:
        status = language(f"evidence.status.{cited.status}")
        date = f", {cited.date}" if cited.date else ""
        told = f"({status}{date}): {cited.source}"
        yield f"<br><small><code>{escape(cited.id)}</code> {escape(told)}</small>"


def _effect_cell(effect: Effect | None, outcome: str, language: Language) -> str:
    text = escape(effect_text(effect, outcome, language))
    together = f"<br><small>{escape(effect.factor)}</small>" if effect and "*" in effect.factor else ""
    weak = "" if effect and sensitivity().told_apart(effect, outcome) else " weak"
    return f'<td class="number{weak}" data-v="{_size(effect):.5f}">{text}{together}</td>'


def _size(effect: Effect | None) -> float:
    return effect.mu_star if effect else -1.0


def _told(value: Any, language: Language) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_told(item, language)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(_told(item, language) for item in value)
    if isinstance(value, bool):
        return language("word.yes" if value else "word.no")
    if isinstance(value, int | float):
        text = f"{value:.7g}"
        return text.replace(".", ",") if language.code == "id" else text
    return str(value)
