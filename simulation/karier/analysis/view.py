"""One reader's view of a study: results, language, colours, labels and the small print of every figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from karier.analysis import style
from karier.analysis.headlines import COSTS, Change, changes, money, window
from karier.analysis.language import Language
from karier.analysis.parts import Picture
from karier.analysis.results import FloatArray, Results
from karier.analysis.statistics import ENOUGH


@dataclass(frozen=True)
class View:
    """What the pages and figures are made from. With `save`, figures go to the study's folder as well, and have a PNG
    for notebooks; without, they are SVG for a report alone."""

    results: Results
    language: Language
    save: bool = True

    @cached_property
    def changes(self) -> dict[tuple[str, str], Change]:
        """Every strategy × headline."""
        return changes(self.results)

    @property
    def few(self) -> bool:
        """Whether there are too few replications to judge anything."""
        return len(self.results.replications) < ENOUGH

    @cached_property
    def colours(self) -> dict[str, str]:
        """Scenario → colour."""
        return style.colours([s["name"] for s in self.results.studied])

    @cached_property
    def markers(self) -> dict[str, str]:
        """Scenario → marker."""
        return style.markers([s["name"] for s in self.results.studied])

    @property
    def status_quo(self) -> str:
        """Name of the scenario that all are compared with."""
        return self.results.scenarios[0]

    def label(self, scenario: str) -> str:
        """A scenario's label; the status quo is called so."""
        if scenario == self.status_quo:
            return self.language("word.status_quo")
        label = self.language.label(self.results.about(scenario)["label"])
        places = self.results.study.get("places", {})
        return label.removeprefix(f"{self.place()} + ") if len(places) == 1 else label

    def wrapped(self, scenario: str, width: int, lines: int = 3) -> str:
        """The same on a few short lines."""
        all_lines = style.wrapped(self.label(scenario), width).splitlines()
        return "\n".join(all_lines[:lines]) + ("…" if len(all_lines) > lines else "")

    def place(self) -> str:
        """Label of the place."""
        places = [self.language.label(place["label"]) for place in self.results.study.get("places", {}).values()]
        return self.language.listed(places)

    def starts(self, scenario: str) -> date | None:
        """Day on which the first of its levers begins."""
        levers = self.results.about(scenario).get("levers", {}).values()
        days = [date.fromisoformat(str(lever["start"])[:10]) for lever in levers if lever["start"]]
        return min(days, default=None)

    @property
    def window(self) -> FloatArray:
        """Years in which outcomes are compared."""
        return window(self.results.years)

    def years(self, years: Sequence[float] | FloatArray) -> str:
        """2033–2035."""
        first, last = int(years[0]), int(years[-1])
        return f"{first}" if first == last else f"{first}–{last}"

    def span(self, name: str) -> str:
        """The years over which a headline is a mean."""
        return self.years(self.results.years if name in COSTS else self.window)

    def interval_note(self) -> str:
        """What an interval of this study contains."""
        fixed = bool(self.results.study.get("fixed_parameters", False))
        key = "foot.interval_luck" if fixed else "foot.interval"
        return self.language(key, n=len(self.results.replications))

    def table_note(self) -> str:
        """The same beneath a table."""
        luck = "_luck" if self.results.study.get("fixed_parameters") else ""
        return self.language(f"compare.note.interval{luck}", n=len(self.results.replications))

    def few_note(self) -> str:
        """That too few replications judge nothing."""
        return self.language("figure.few", n=len(self.results.replications))

    def marks_note(self) -> str:
        """What filled and hollow marks say."""
        return self.few_note() if self.few else self.language("figure.marks")

    def run_note(self) -> str:
        """The run key in small print."""
        study = self.results.study
        return self.language(
            "foot.run", key=study["run_key"], version=study["version"], study=self.language.label(study["label"])
        )

    def draw(
        self, name: str, title: str, height: float, paint: style.Paint, *notes: str, key: style.Key = (),
        bands: bool = True,
    ) -> Picture:  # fmt: skip
        """A figure with its notes, what its interval contains (if it has `bands`), and its run key at the foot."""
        about = self.interval_note() if bands else self.language("foot.means", n=len(self.results.replications))
        foot = [*notes, about, self.run_note()]
        folder = self.results.folder / "figures" if self.save and self.results.folder else None
        name = f"{name}.{self.language.code}"
        return style.draw(name, title, foot, height, paint, key, keep=folder, png=self.save)


def view(results: Results, lang: str = "id", save: bool = True) -> View:
    """A view in one of the languages. Raises ValueError where there is nothing to compare."""
    if not results.replications:
        raise ValueError(f"study: no replication is complete in every scenario ({', '.join(results.scenarios)})")
    return View(results, Language(lang, money(results)), save)
