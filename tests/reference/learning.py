"""Learning and forgetting again, slow and obvious: people are dicts, none of the package's rules."""

from karier.maths import exp, half_life
from reference.fit import use


def learn(view, kinds, p, month):
    """One month."""
    b = view["baseline"]
    for person in view["people"].values():
        family = kinds[person["type"]]["family"]
        for k in range(3):
            used = use(person["level"], k, p.fit)
            if person["course_jp"] > 0.0 and person["course_dimension"] == k:
                person["gain"][k] += course(person, person["course_jp"], k, b, family, p)
            room = max(person["ceiling"][k] - person["base"][k] - person["gain"][k], 0.0)
            person["gain"][k] *= half_life(1.0 - used, p.forget_half_life)
            settled = p.consolidation * used * person["gain"][k]
            person["gain"][k] -= settled
            if month >= 0:  # people stand still in burn-in
                stay = min(month - person["post_month"], 719)
                grown = p.job_rate * used * room * half_life(float(stay), p.job_half_life)
                person["base"][k] += grown + settled


def course(person, jp, k, b, family, p):
    """Levels gained by a course on dimension k."""
    room = max(person["ceiling"][k] - person["base"][k] - person["gain"][k], 0.0)
    full = p.breadth * p.effect * b["competence_sd"][family][k] * (1.0 - exp(-jp / p.scale_jp))
    full = full / (1.0 - exp(-p.reference_jp / p.scale_jp))
    return min(full * min(2.0, room / b["headroom"][family][k]), room)


def settle(view, kinds, p, courses):
    """Before the burn-in: the gain at which a year's courses balance a year's losses."""
    for person in view["people"].values():
        family, office = kinds[person["type"]]["family"], person["office"]
        for k in range(3):
            used = use(person["level"], k, p.fit)
            room = max(person["ceiling"][k] - person["base"][k], 0.0)
            size = course(person | {"gain": [0.0] * 3}, courses.hours[office], k, view["baseline"], family, p)
            left = half_life(1.0 - used, p.forget_half_life) * (1.0 - p.consolidation * used)
            yearly = courses.share[office] * courses.mix[k] * size
            person["gain"][k] = min(yearly / 12.0 / max(1.0 - left, 1e-6), room)
