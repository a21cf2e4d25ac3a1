"""Studies: an ensemble, the notebooks that read it, and what they leave in results/."""

from karier.studies.study import Done, StudyFailed, carry_out, ensemble_tables

__all__ = ["Done", "StudyFailed", "carry_out", "ensemble_tables"]
