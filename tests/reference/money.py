"""The ledger again, slow and obvious: whole rupiah, person by person."""

PNS, PPPK, PART_TIME, NON_ASN = range(4)
LINES = 11


def settle(world, kinds, p, now):
    cost = [[0] * LINES for _ in world["offices"]]
    for line in world["lines"]:
        line["pay"] = 0
    for person in world["people"].values():
        office = person["office"]
        base, extra = base_pay(person, p, now.month), allowance(person, kinds[person["type"]], p, now.month)
        more = int(p.awards.raise_share[office] * (base + extra))
        books = cost[office]
        books[8] += more
        books[0] += base
        books[1] += extra
        books[2] += int(person["course_jp"] * p.training_per_jp)
        if person["line"] >= 0:
            world["lines"][person["line"]]["pay"] += base + extra + more
    for o, (office, books) in enumerate(zip(world["offices"], cost, strict=True)):
        people = sum(person["office"] == o for person in world["people"].values())
        books[4] += office["assessed"] * p.assessment_per_person
        books[5] += office["pairs"] * p.mentoring_per_pair
        books[6] += office["coached"] * p.coaching_per_person
        books[7] += office["participants"] * p.leadership_per_participant
        books[8] += office["awards"] * int(p.awards.award[o])
        books[9] += office["cases"] * p.discipline_per_case
        books[9] += int(office["monitored"] * people * p.monitoring_per_person)
        books[10] += office["moved"] * p.placement_per_move
    city = world["city"]
    city["office_cost"] = cost
    city["ledger"] = [sum(column) for column in zip(*cost, strict=True)]
    city["ledger"][3] += city["flows"]["places_opened"] * p.recruitment_per_place


def base_pay(person, p, month):
    months = max(month - person["entry_month"], 0)
    years, rank = months // 12, person["rank"]
    if person["employment"] == PNS:
        table, first = p.base_pay[rank].tolist(), int(p.base_pay_from[rank])
        passed = [step for step in range(len(table)) if first + 2 * step <= years]
        pay = table[passed[-1] if passed else 0]
        recruit = person["entry_month"] >= 0  # whoever was there on the first day is past probation
        return int(p.probation_share * pay) if recruit and months < p.probation_months else pay
    if person["employment"] == PPPK:
        low, high = int(p.pppk_low[rank]), int(p.pppk_high[rank])
        return int(low + min(years / p.pppk_years, 1.0) * (high - low))
    return p.part_time_pay if person["employment"] == PART_TIME else p.non_asn_pay


def allowance(person, kind, p, month):
    share = p.allowance_by_predicate[(person["predicate"] or 4) - 1]  # not yet rated counts as good
    if person["discipline"] in (3, 4, 5) and person["discipline_until"] > month:
        share *= 1 - p.sanction_cut
    full = p.allowance[kind["grade"] - 1] * p.allowance_scale * share
    return {PNS: int(full), PPPK: int(full * p.allowance_pppk)}.get(person["employment"], 0)
