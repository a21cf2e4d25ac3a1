"""What institutions record, decide and pay: predicates, promotion of women, retirements, pay without condition."""

import numpy as np

from karier.model import CareerModel
from karier.processes.appraisal import leniencies, predicate, ratings
from karier.state.posts import FAMILIES
from karier.state.workforce import FEMALE, PNS
from karier.validation.cities import city
from karier.validation.looks import adjusted_gap, correlation
from karier.validation.pattern import chosen

PREDICATES = ("very_good", "good", "needs_improvement", "low", "very_low")
NATIONAL = (0.0010, 0.0006, 0.0011, 0.8846, 0.1127)  # very low … very good, PNS of 2022-2024 (BKN e-Kinerja)
GAP_YEARS = 10


def predicates(seed: int) -> tuple[float, ...]:
    """Shares of the predicates, mean of three Decembers, and r of the recorded one with ln P in the first."""
    model = city(seed, years=3, drawn=False)
    shares, validity = [], 0.0
    while model.running:
        model.step()
        if model.steps % 12 == 0:
            shares.append([model.month[f"rating_share_{name}"] for name in PREDICATES])
            validity = validity or float(model.state.city.validity[0])
    return (*np.mean(shares, axis=0), validity)


def reliability(seed: int) -> tuple[float]:
    """r of a predicate with ln P: ratings of reliability .45 cut at the national shares, leniency and halo off.

    Output is drawn as the baseline has it, since in a living city differences between offices add to r.
    """
    from karier.model import moment, parameters
    from karier.processes.appraisal import appraise

    model = city(seed, drawn=False)
    s, luck = model.state, np.random.default_rng(seed)
    level = s.workforce.level
    z = luck.standard_normal(s.people)
    s.workforce.log_output[:] = s.baseline.output_mean[level] + s.baseline.output_sd[level] * z
    now = moment(model.scenario, model.seed, 0)
    p = parameters(appraise, model.scenario, now)._replace(leniency=0.0, halo=0.0)
    rated = np.empty(s.people)
    ratings(
        s.workforce,
        s.baseline,
        p,
        leniencies(len(s.offices.head), model.seed, now.year),
        model.seed,
        now.year,
        0,
        rated,
    )
    cuts = np.quantile(rated, np.cumsum(NATIONAL[:4]))
    return (correlation(np.array([predicate(x, cuts) for x in rated]), z),)


def women(seed: int) -> tuple[float]:
    """Women's yearly chance of promotion less men's, PNS of the same family and level, mean of ten years."""
    model = city(seed, years=GAP_YEARS)
    return (float(np.mean([year_gap(model) for _ in range(GAP_YEARS)])),)


def year_gap(model: CareerModel) -> float:
    """The gap in the year that begins: of the PNS who are there at both its ends, who rose."""
    staff, begin = model.state.workforce, model.steps
    civil = staff.employment == PNS
    uid, woman = staff.uid[civil].copy(), (staff.sex == FEMALE)[civil]
    stratum = (staff.level[civil].astype(np.int64) * len(FAMILIES)) + staff.family[civil]
    for _ in range(12):
        model.step()
    staff = model.state.workforce
    _, i, j = np.intersect1d(uid, staff.uid, assume_unique=True, return_indices=True)
    return adjusted_gap(staff.promoted_month[j] >= begin, woman[i], stratum[i])


def retirements(seed: int) -> tuple[float]:
    """PNS of the place of 2020 who reach their retirement age in the first twelve months."""
    model = city(seed, place="semarang-2020", drawn=False)
    retired = 0
    for month in range(12):
        before, types = model.state.workforce, model.state.types
        due = before.birth_month + types.retirement_months[before.type] + 1 == month
        retired += int((due & (before.employment == PNS)).sum())
        model.step()
    return (float(retired),)


def pay(seed: int) -> tuple[float]:
    """Output under doubled pay without any condition over output under today's, mean of 36 months, less 1."""
    usual, raised = city(seed, years=3), city(seed, years=3, rewards__raise_share=1.0)
    usual.run_model()
    raised.run_model()
    ratio = raised.monthly["mean_performance"] / usual.monthly["mean_performance"]
    return (float(ratio.mean()) - 1.0,)


CHECKS = (
    ("predicates", chosen("institutions")[:6], predicates, 10),
    ("reliability", chosen("institutions", ("predicate_validity",)), reliability, 5),
    ("women", chosen("institutions", ("women_promotion_gap",)), women, None),
    ("retirements", chosen("institutions", ("retirements_2020",)), retirements, 5),
    ("pay", chosen("institutions", ("unconditional_pay",)), pay, 5),
)
