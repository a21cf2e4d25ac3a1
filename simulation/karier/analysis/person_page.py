"""One career as a page: what happened, and competence, belief, motivation and output beside the cohort."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from karier.analysis import comparison_figures, style
from karier.analysis.language import Language
from karier.analysis.parts import Cell, Heading, Paragraph, Part, Table

PANELS = ("competence", "motivation", "output")
CODES = ("predicate", "certificate", "discipline")  # numbers that have words


def page(
    life: Mapping[str, Any],
    labels: Mapping[str, str],
    lang: str,
    offices: Mapping[str, str] | None = None,
    run: str = "",
) -> list[Part]:
    """life: uid, cohort, rows (runs.life); labels: scenarios by name, in order; offices by id; run: its key."""
    language = Language(lang)
    frame = pd.DataFrame(life["rows"])
    words = {"uid": str(life["uid"]), "n": language.number(life["cohort"], 0)}
    return [
        Heading(language("person.title", **words)),
        Paragraph(language("person.text", **words)),
        Table(
            [language("person.month"), *labels.values()],
            [
                [Cell(month(when, language)), *(Cell("; ".join(cells[name])) for name in labels)]
                for when, cells in told(frame, labels, language, offices or {})
            ],
            language("person.events"),
            1 + len(labels),
            [language("person.rival")],
        ),
        figure(frame, labels, language, words, run),
    ]


def month(when: str, language: Language) -> str:
    """Mei 2026 of 2026-05."""
    return language.month(date.fromisoformat(f"{when}-01"))


def told(
    frame: pd.DataFrame, labels: Mapping[str, str], language: Language, offices: Mapping[str, str]
) -> list[tuple[str, dict[str, list[str]]]]:
    """What happened, by month: for each scenario a list of short texts, empty where nothing did."""
    found: dict[str, dict[str, list[str]]] = {}
    for name in labels:
        rows: list[Any] = frame[frame.scenario == name].to_dict("records")
        for before, now in zip([None, *rows[:-1]], rows, strict=True):
            for text in events(before, now, language, offices):
                found.setdefault(str(now["date"])[:7], {n: [] for n in labels})[name].append(text)
    return sorted(found.items())


def events(
    before: Mapping[str, Any] | None,
    now: Mapping[str, Any],
    language: Language,
    offices: Mapping[str, str] | None = None,
) -> list[str]:
    """What changed from one month to the next."""
    if not now["in_service"]:
        return [language("person.left")] if before is not None and before["in_service"] else []
    out = []
    if before is None or (before["office"], before["post"]) != (now["office"], now["post"]):
        office = (offices or {}).get(now["office"], now["office"])
        key = "person.post" if before is None else "person.moved"
        out.append(language(key, post=language(f"category.{now['post']}"), office=office))
    if before is not None and now["rank"] > before["rank"]:
        out.append(language("person.rank", rank=rank(now["rank"])))
    if now["course_jp"]:
        out.append(language("person.course", jp=language.number(now["course_jp"], 0)))
    if now["leadership_jp"] and not (before and before["leadership_jp"]):
        out.append(language("person.leadership"))
    if now["mentor"] and not (before and before["mentor"]):
        out.append(language("person.mentor"))
    if before is not None:
        changed = [key for key in CODES if now[key] != before[key]]
        out += [language(f"person.{key}", value=language(f"{key}.{int(now[key])}")) for key in changed]
        if now["box"] != before["box"]:
            out.append(language("person.box", box=str(int(now["box"]))) if now["box"] else language("person.no_box"))
    if now["award"] and not (before and before["award"]):
        out.append(language("person.award"))
    return out


def rank(number: float) -> str:
    """I/a … IV/e of 0 … 16."""
    group, step = divmod(int(number), 4) if number < 16 else (3, 4)
    return f"{('I', 'II', 'III', 'IV')[group]}/{'abcde'[step]}"


def figure(
    frame: pd.DataFrame, labels: Mapping[str, str], language: Language, words: Mapping[str, str], run: str = ""
) -> Any:
    """Competence (true, believed), motivation and output: the person's lines, the cohort's dashed."""
    colours = style.colours(list(labels))

    def paint(canvas: Figure) -> None:
        for axes, name in zip(comparison_figures.grid(canvas, len(PANELS), 3, share_y=False), PANELS, strict=True):
            times = 100.0 if name == "motivation" else 1.0
            for scenario in labels:
                rows = frame[frame.scenario == scenario]
                years = pd.to_datetime(rows.date).dt.year + (pd.to_datetime(rows.date).dt.month - 0.5) / 12.0
                axes.plot(years, times * rows[name].astype(float), color=colours[scenario], lw=1.6)
                axes.plot(years, times * rows[f"cohort_{name}"], color=colours[scenario], lw=0.9, ls="--")
                if name == "competence":
                    axes.plot(years, rows["believed"].astype(float), color=colours[scenario], lw=1.0, ls=":")
            each = [frame[frame.scenario == scenario][name].to_numpy(float) for scenario in labels]
            if len({len(line) for line in each}) == 1:
                style.same(axes, language, each)
            axes.set_title(style.wrapped(language(f"person.{name}"), 34), fontsize=9)
            style.number_axis(axes.yaxis, language)
            style.year_axis(axes, np.asarray(years, np.float64))

    key = [(colours[name], "", label) for name, label in labels.items()]
    foot = [language("person.foot"), *([run] if run else [])]
    return style.draw(f"person-{words['uid']}", language("person.figure", **words), foot, 2.4, paint, key, png=True)


def plain(frame_or_rows: Sequence[Mapping[str, Any]], labels: Mapping[str, str], lang: str) -> str:
    """The events as text, for a terminal."""
    language, lines = Language(lang), []
    for when, cells in told(pd.DataFrame(list(frame_or_rows)), labels, language, {}):
        for name, label in labels.items():
            lines += [f"{when}  {label}: {text}" for text in cells[name]]
    return "\n".join(lines)
