"""Innovation again, slow and obvious."""

from karier.maths import exp, half_life
from karier.randomness import CHANGE
from reference.luck import luck

COUNTER, DOCKET = 0, 1


def improve(view, kinds, p, now):
    """Fading, then this month's projects and improvements."""
    kept, found = half_life(1.0, p.half_life), 0
    for office in view["offices"]:
        above = kept * (office["quality"] - 1.0)
        done = office["projects"] / max(office["managers"], 1)
        office["quality"] = 1.0 + more(above, p.project_size * done, p.most)
    for number, line in enumerate(view["lines"]):
        if line["kind"] not in (COUNTER, DOCKET):
            continue
        office, b = view["offices"][line["office"]], view["baseline"]
        people = sum(person["line"] == number for person in view["people"].values())
        able, keen = line["technical"] - b["technical"][number], line["conduct"] - b["conduct"][number]
        mean = people * p.rate / 12.0 * (exp(p.technical * able + p.conduct * keen) * (
            1.0 + p.projects * (12.0 * office["projects"] / max(office["managers"], 1))
        ))  # fmt: skip
        n = poisson(min(mean, 500.0), luck(now.seed, CHANGE, number, now.month)[0])
        line["saving"] = more(kept * line["saving"], n * p.size, p.most)
        found += n
    view["city"]["flows"]["innovations"] = found


def more(stock, size, most):
    """What is left to save shrinks by e^(−size/most)."""
    return most - (most - stock) * exp(-size / most)


def poisson(mean, u):
    """The smallest n with P(N ≤ n) ≥ u."""
    term = total = exp(-mean)
    n = 0
    while total < u and term > 0.0:
        n += 1
        term *= mean / n
        total += term
    return n


def settle(view, kinds, p, today):
    """Where a month changes nothing on average."""
    kept = half_life(1.0, p.half_life)
    for number, office in enumerate(view["offices"]):
        projects = 0.0
        for level in (1, 2, 3):
            here = sum(x["office"] == number and x["level"] == level for x in view["people"].values())
            projects += today.volume.share[number, level - 1] * here * (1.0 - today.volume.certified[level - 1])
            projects += today.volume.candidates[number] * here if level == 3 else 0.0
        yearly = projects * today.budget.programme / max(office["managers"], 1)
        gain = p.most * (1.0 - exp(-p.project_size * yearly / 12.0 / p.most))
        office["quality"] = 1.0 + gain / (1.0 - kept + gain * kept / p.most)
        for j, line in enumerate(view["lines"]):
            if line["office"] == number and line["kind"] in (COUNTER, DOCKET):
                people = sum(x["line"] == j for x in view["people"].values())
                mean = min(people * p.rate / 12.0 * (exp(0.0) * (1.0 + p.projects * yearly)), 500.0)
                gain = p.most * (1.0 - exp(-mean * (1.0 - exp(-p.size / p.most))))
                line["saving"] = gain / (1.0 - kept + gain * kept / p.most)
