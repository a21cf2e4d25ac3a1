"""Constants solved at month 0 from the place's own population, equal in all its scenarios, kept in the manifest."""

from typing import NamedTuple

from karier.arrays import FloatArray
from karier.tables import table


@table
class Baseline(NamedTuple):
    """What every standardised quantity refers to (model-spec 4, 5.1, 5.4)."""

    fit_mean: FloatArray  # (4,) mean fit, by level
    fit_sd: FloatArray  # (4,)
    drive_mean: FloatArray  # (4,) mean of m = logistic(η), by level
    drive_sd: FloatArray  # (4,)
    weight_fit: FloatArray  # (4,) b_a
    weight_drive: FloatArray  # (4,) b_m
    lasting_sd: FloatArray  # (2,) SD of u in ln P, for other and for complex jobs
    luck_sd: FloatArray  # (2,) SD of ε, the same
    output_mean: FloatArray  # (4,) of ln P − O
    output_sd: FloatArray  # (4,)
    tenure_mean: FloatArray  # (4,) seniority in months
    tenure_sd: FloatArray  # (4,)
    cuts: FloatArray  # (4,) between the five predicates, on the latent rating
    competence_sd: FloatArray  # (families, 3) SD0_k
    headroom: FloatArray  # (families, 3) G0_k
    gap: FloatArray  # (families, 3) mean competence above the requirement, in SD0_k
    assessment_error: FloatArray  # (1,) e, in SD0
    absence_intercept: FloatArray  # (1,) a0
    span: FloatArray  # (1,) median people per manager
    line_hours: FloatArray  # (lines,) paid hours of a month when the constants were solved
    trained_share: FloatArray  # (1,) of staff with a course in the twelve months before the constants were solved
    # over the last year of burn-in
    technical: FloatArray  # (lines,) mean technical competence of the line's staff, in SD
    conduct: FloatArray  # (lines,) their conduct, in SD
    on_time: FloatArray  # (lines,) on-time share
    error_rate: FloatArray  # (lines,)
    unserved: FloatArray  # (lines,) share turned away
    support_quality: FloatArray  # (1,) mean quality of support lines
    caseload_quality: FloatArray  # (1,) mean quality of caseload lines
    efficiency: FloatArray  # (2,) service and capacity efficiency, valid standard hours per paid hour
