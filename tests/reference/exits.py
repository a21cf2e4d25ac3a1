"""Exits again, slow and obvious: one person after the other, the gravest fate first."""

import math

from karier.randomness import LIFE, TURN
from reference.luck import luck
from reference.seats import leave

NEVER = -32_000
PNS, PPPK = 0, 1
DISMISSAL = 5
GOOD = 4


def leave_service(world, kinds, p, now):
    for name in world["city"]["flows"]:
        world["city"]["flows"][name] = 0
    for office in world["offices"]:
        office["exits"] = 0
    if now.month < 0:
        return
    for uid, person in list(world["people"].items()):
        reason = fate(uid, person, kinds[person["type"]], p, now)
        if reason:
            world["city"]["flows"][reason] += 1
            world["offices"][person["office"]]["exits"] += 1
            world["offices"][person["office"]]["exits_year"] += 1
            leave(world, uid, now.month)


def fate(uid, person, kind, p, now):
    """Why this person leaves, or None; whoever stays beyond a contract's end has a new one."""
    u_death, u_resignation, u_transfer, u_renewal = luck(now.seed, LIFE, uid, now.month)
    age_months = now.month - person["birth_month"]
    if age_months >= kind["retirement_months"] + 1:
        return "retired"
    if person["discipline"] == DISMISSAL:
        return "dismissed"
    runs_out = person["contract_end"] != NEVER and person["contract_end"] <= now.month
    if runs_out and (person["predicate"] in (1, 2, 3) or u_renewal >= p.renewal):
        return "contract_ended"
    if u_death < death(min(age_months / 12, 70), person["sex"] == 1, p):
        return "died"
    if u_resignation < resignation(age_months / 12, (now.month - person["post_month"]) / 12, person["gain"], p):
        return "resigned"
    if u_transfer < p.transfer / 12:
        return "transferred"
    offered = person["employment"] == PNS and kind["retirement_months"] - age_months <= 12 * p.early_years
    if offered and luck(now.seed, TURN, uid, now.month)[0] < p.early_retirement[person["office"]] / 12:
        return "early_retired"
    if runs_out:
        years = p.contract_years if person["employment"] == PPPK else p.part_time_contract_years
        person["contract_end"] = now.month + 12 * years
    return None


def death(age, woman, p):
    yearly = p.death_at_50 * math.exp(p.death_growth * (age - 50))
    return yearly * (p.death_women if woman else 1.0) / 12


def resignation(age, years_in_post, gain, p):
    older = max(age - 30, 0)
    stuck = min(years_in_post / 15, 1)
    learned = min(sum(g for g in gain if g > 0), 3)
    log_rate = math.log(p.resignation) if p.resignation > 0 else -math.inf
    log_rate += -p.resignation_age * older + p.resignation_stagnation * stuck + p.resignation_trained * learned
    return math.exp(log_rate) / 12
