"""Rank promotion again, slow and obvious."""

PNS = 0
GOOD = 4


def grant(world, kinds, p, now):
    if now.month < 0 or now.calendar_month not in p.months.tolist():
        return
    for person in world["people"].values():
        good = min(person["predicate"], person["predicate_before"]) >= GOOD
        if person["employment"] == PNS and good and due(person, kinds[person["type"]], p, now.month):
            person["rank"] += 1
            person["rank_month"] = now.month


def due(person, kind, p, month):
    years = (month - person["rank_month"]) / 12
    rank, floor, top = person["rank"], kind["least_rank"], kind["top_rank"]
    if person["level"] > 0:  # structural
        return rank < top and years >= (p.years_below_floor if rank < floor else p.years_regular)
    if kind["rung"] > 0:  # functional: from the floor on, each rank takes as much credit again
        credit = person["credit"] if month - person["promoted_month"] >= 12 else 0.0
        wanted = p.credit_rank[kind["rung"] - 1] * (0 if rank < floor else rank - floor + 1)
        return rank < top and years >= p.years_functional and credit >= wanted
    return rank < p.top_by_education[person["education"]] and years >= p.years_regular
