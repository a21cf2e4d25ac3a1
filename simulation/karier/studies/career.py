"""One career in a study, for a scenario's notebook: the same person under the status quo and under the scenario."""

import json
from pathlib import Path

from karier.analysis.language import Language
from karier.analysis.parts import Part
from karier.runs import Design
from karier.runs.life import lives
from karier.runs.store import MANIFEST
from karier.studies.study import DESCRIPTION


def career(folder: Path | str, scenario: str, lang: str = "id") -> list[Part]:
    """The career that differs most between the status quo and a scenario, at replication 0; nothing for the status quo.

    Args:
        folder: a study's, with its manifest.
        scenario: one of its scenarios.
        lang: id or en.
    """
    manifest = Path(folder) / MANIFEST
    made = Design.from_dict(json.loads(manifest.read_text("utf-8")), str(manifest))
    status_quo = made.scenarios[0]
    other = next(s for s in made.scenarios if s.name == scenario)
    if other.name == status_quo.name:
        return []
    life = lives([status_quo, other], made.seed, fixed_parameters=made.fixed_parameters)
    language = Language(lang)
    from karier.analysis.person_page import page  # loads matplotlib: a second, for those who draw

    place = status_quo.label.get(lang, "")
    labels = {
        status_quo.name: language("word.status_quo"),
        other.name: language.label(other.label).removeprefix(f"{place} + "),
    }
    offices = {office.id: language.label(office.label) for office in status_quo.place.offices}
    said = json.loads((Path(folder) / DESCRIPTION).read_text("utf-8"))
    run = language("foot.run", study=language.label(said["label"]), key=said["run_key"], version=said["version"])
    return page(life._asdict(), labels, lang, offices, run)
