"""Studies: an ensemble, the notebooks that read it, and what they leave in results/."""

from karier.studies.by_hand import ensemble_folder
from karier.studies.career import career
from karier.studies.study import Done, StudyFailed, carry_out, ensemble_tables

__all__ = ["Done", "StudyFailed", "career", "carry_out", "ensemble_folder", "ensemble_tables"]
