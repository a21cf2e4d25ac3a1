"""What is seen of a month, again, slow and obvious: from pictures (dicts), none of the package's sums."""

import math

COUNTER, DOCKET, CASELOAD = 0, 1, 2
PNS = 0
GENERATIONS = ("1946-1964", "1965-1976", "1977-1994", "1995-2010")


def month(view, kinds, p, now):
    """The row of a month by name; p: the parameters of fit."""
    return {**people(view, kinds, p, now), **cases(view), **money(view)}


def people(view, kinds, p, now):
    """Everything about staff, posts and predicates."""
    folk, posts, flows = list(view["people"].values()), view["posts"], view["city"]["flows"]
    managers = [post for post in posts if post["level"] > 0]
    rated = [who["predicate"] for who in folk if who["predicate"] > 0]
    civil = [who["sex"] for who in folk if who["employment"] == PNS]
    promoted = {0: flows["promoted_men"], 1: flows["promoted_women"]}
    row = {
        "headcount": len(folk),
        "entries": sum(entered(who, now) for who in folk),
        "exits": sum(office["exits"] for office in view["offices"]),
        "retirements": flows["retired"],
        "filled_posts": sum(post["holder"] is not None for post in posts),
        "vacancy_rate": mean([post["holder"] is None for post in posts]),
        "managers_vacant": mean([post["holder"] is None for post in managers]),
        "mean_age": mean([(now.month - who["birth_month"]) / 12.0 for who in folk]),
        "competence_gap": mean([gap(who, kinds[who["type"]], p) for who in folk]),
        "gain_retained": mean([sum(who["gain"]) / 3.0 for who in folk]),
        "mean_motivation": mean([who["motivation"] for who in folk]),
        "presence": mean([1.0 - who["absence"] for who in folk]),
        "mean_performance": mean([who["output"] for who in folk]),
        "leadership_quality": mean([office["head"] for office in view["offices"]]),
        "promotions": promoted[0] + promoted[1],
        "promotion_rate_men": 12.0 * promoted[0] / max(civil.count(0), 1),
        "promotion_rate_women": 12.0 * promoted[1] / max(civil.count(1), 1),
        "promotion_fairness": mean([view["city"]["fairness"][post["level"]] for post in managers]),
        "training_hours": sum(who["course_jp"] for who in folk),
        "ip_asn": view["city"]["ip_asn"][0],
        "mapped_share": mean([who["box"] > 0 for who in folk]),
        "belief_error": mean([distance(who) for who in folk]),
        "certified_managers": mean([who["certificate"] >= who["level"] for who in folk if who["level"] > 0]),
        "sanctions": sum(who["discipline"] >= 2 and now.month < who["discipline_until"] for who in folk),
    } | programmes(view)
    for k, name in enumerate(("technical", "managerial", "sociocultural")):
        row[f"mean_competence_{name}"] = mean([who["base"][k] + who["gain"][k] for who in folk])
    for value, name in enumerate(("very_low", "low", "needs_improvement", "good", "very_good"), start=1):
        row[f"rating_share_{name}"] = mean([given == value for given in rated])
    return row


def distance(who):
    """Between what is believed and what is true, levels."""
    true = [base + gain for base, gain in zip(who["base"], who["gain"], strict=True)]
    return mean([abs(b - t) for b, t in zip(who["believed"], true, strict=True)])


def programmes(view):
    """What was done to people, and what became of it."""
    offices, flows, folk = view["offices"], view["city"]["flows"], list(view["people"].values())
    queues = [line for line in view["lines"] if line["kind"] in (COUNTER, DOCKET)]
    staffed = [o | {"people": sum(w["office"] == k for w in folk)} for k, o in enumerate(offices)]
    counts = {"mentoring_pairs": "pairs", "coached": "coached", "leadership_places": "participants", "moves": "moved"}
    counts |= {"awards": "awards", "assessed": "assessed"}
    return {
        **{name: sum(o[column] for o in offices) for name, column in counts.items()},
        "culture": mean([o["culture"] for o in offices]),
        "innovation": weighted(queues, "saving", "arrivals"),
        "innovations": flows["innovations"],
        "award_fairness": weighted(staffed, "award_fairness", "people"),
        "detection": weighted(staffed, "detection", "people"),
        "pay_satisfaction": view["city"]["pay_satisfaction"][0],
        "dismissals": flows["dismissed"],
        "conversions": flows["converted"],
    }


def gap(who, kind, p):
    """Weighted shortfall below what the post asks, levels."""
    weights, gained = p.weights[who["level"]].tolist(), zip(who["base"], who["gain"], strict=True)
    have = [base + gain for base, gain in gained]
    return sum(w * max(r - c, 0.0) for w, r, c in zip(weights, kind["required"], have, strict=True))


def cases(view):
    """Everything about lines and citizens."""
    lines, city, b = view["lines"], view["city"], view["baseline"]
    queues = [line for line in lines if line["kind"] in (COUNTER, DOCKET)]
    files = [line for line in lines if line["kind"] == DOCKET]
    done = [line | {"done": line["valid"] + line["errors"]} for line in queues]
    total = {name: sum(line[name] for line in queues) for name in queues[0] if name != "kind"}
    ikm = city["ikm"][0]
    return {
        **{name: total[name] for name in ("arrivals", "valid", "turned_away", "backlog")},
        "completed": total["valid"] + total["errors"],
        **{name: weighted(files, name, "arrivals") for name in ("turnaround_days", "p90_turnaround_days")},
        "on_time_share": weighted(queues, "on_time_share", "arrivals"),
        "error_rate": weighted(done, "error_rate", "done"),
        "utilisation": weighted(queues, "utilisation", "paid_hours"),
        "service_efficiency": sum(line["valid"] * line["unit_hours"] for line in queues)
        / max(total["paid_hours"], 1e-9)
        / b["efficiency"][0],
        "capacity_efficiency": total["capacity"] / max(total["paid_hours"], 1e-9) / b["efficiency"][1],
        "caseload_quality": weighted([line for line in lines if line["kind"] == CASELOAD], "quality", "paid_hours")
        / max(b["caseload_quality"][0], 1e-9),
        "ikm": ikm,
        "ikm_modelled": city["ikm_modelled"][0],
        "ikm_survey_error": city["ikm_error"][0],
        "ikm_grade": next(grade for grade, least in ((4, 88.31), (3, 76.61), (2, 65.0), (1, -1.0)) if ikm >= least),
        "trust": city["approval"][0],
        "participation": city["participation"][0],
    }


def money(view):
    """The ledger by its lines."""
    pay, allowance, *programmes = view["city"]["ledger"]
    names = ("training", "recruitment", "assessment", "mentoring", "coaching", "leadership", "rewards", "discipline")
    queues = [line for line in view["lines"] if line["kind"] in (COUNTER, DOCKET)]
    return {
        "cost_base_pay": pay,
        "cost_allowance": allowance,
        **{f"cost_{name}": cost for name, cost in zip((*names, "placement"), programmes, strict=True)},
        "cost_total": pay + allowance + sum(programmes),
        "cost_programme": sum(programmes),
        "cost_per_valid_case": cost_per_case(queues),
    }


def office_year(views, nows, number):
    """A year's row of an office, from the pictures of its months; states of people are those of December."""
    months = [view["offices"][number] for view in views]
    staff = [[who for who in view["people"].values() if who["office"] == number] for view in views]
    lines = [line for view in views for line in view["lines"] if line["office"] == number and line["kind"] <= DOCKET]
    last = [line for line in views[-1]["lines"] if line["office"] == number and line["kind"] <= DOCKET]
    return {
        "headcount": len(staff[-1]),
        "filled_posts": len(staff[-1]),
        **states(staff[-1]),
        "presence": mean([1.0 - who["absence"] for who in staff[-1]]),
        "gain_retained": mean([sum(who["gain"]) / 3.0 for who in staff[-1]]),
        "leadership_quality": mean([office["head"] for office in months]),
        "training_hours": sum(who["course_jp"] for folk in staff for who in folk),
        "exits": sum(office["exits"] for office in months),
        "entries": sum(entered(who, now) for folk, now in zip(staff, nows, strict=True) for who in folk),
        "cost_total": sum(sum(view["city"]["office_cost"][number]) for view in views),
        **{name: sum(line[name] for line in lines) for name in ("arrivals", "valid")},
        "backlog": sum(line["backlog"] for line in last),
        "on_time_share": weighted(lines, "on_time_share", "arrivals"),
        "ikm": weighted(lines, "satisfaction", "arrivals"),
    }


def states(folk):
    """Means of what people can and do."""
    return {
        "mean_competence_technical": mean([who["base"][0] + who["gain"][0] for who in folk]),
        "mean_motivation": mean([who["motivation"] for who in folk]),
        "mean_performance": mean([who["output"] for who in folk]),
    }


def entered(who, now):
    """Took up service this month; whoever is there on the first day did not."""
    return now.month > 0 and who["entry_month"] == now.month


def line_year(views, number):
    """A year's row of a line."""
    months = [view["lines"][number] for view in views]
    row = {name: sum(m[name] for m in months) for name in ("arrivals", "valid", "turned_away")}
    for name in ("turnaround_days", "p90_turnaround_days", "on_time_share", "error_rate", "utilisation"):
        row[name] = weighted(months, name, "arrivals")
    row |= {"backlog": months[-1]["backlog"], "ikm": weighted(months, "satisfaction", "arrivals")}
    return row | {"cost_per_valid_case": cost_per_case(months)}


def cost_per_case(rows):
    """Pay of the staff of these lines and months, over their valid cases."""
    return sum(row["pay"] for row in rows) / max(sum(row["valid"] for row in rows), 1)


def cohort_year(view, now, sex, generation):
    """A December's row of a cohort."""
    folk = [who for who in view["people"].values() if ("male", "female")[who["sex"]] == sex]
    folk = [who for who in folk if generation_of(who, now) == generation]
    return {
        "headcount": len(folk),
        "promotions": sum(now.month - who["promoted_month"] < 12 for who in folk),
        **states(folk),
        "training_hours": sum(who["jp_year"] for who in folk),
    }


def generation_of(who, now):
    """By year of birth: month 0 of the run is January of its first year when `now` says so."""
    months = 12 * now.year + now.calendar_month - 1 - (now.month - who["birth_month"])
    year = months // 12
    return GENERATIONS[(year >= 1965) + (year >= 1977) + (year >= 1995)]


def weighted(rows, name, weight):
    total = math.fsum(row[weight] for row in rows)
    return math.fsum(row[name] * row[weight] for row in rows) / total if total else 0.0


def mean(values):
    return math.fsum(values) / len(values) if values else 0.0
