"""Recruitment again, slow and obvious."""

import math

from karier.maths import exp, log
from karier.randomness import (
    COMPETENCE,
    COMPETENCE_MORE,
    HEADROOM,
    PERSON,
    TRAIT,
    TURN,
    VACANCY,
    identity,
    normal,
    words,
)
from reference.luck import luck
from reference.seats import enter
from reference.single import single

NEVER = NO_ARRIVAL = -32_000
PNS, PPPK = 0, 1
DIPLOMA = 3


def open_round(world, kinds, p, now):
    if now.month < 0:
        return
    exits = sum(office["exits_year"] for office in world["offices"])
    exits += p.exits_before * max(11 - now.month, 0) / 12
    for office in world["offices"]:
        office["exits_year"] = 0
    posts = world["posts"]
    vacant = [
        (luck(now.seed, VACANCY, post, seat["ordinal"])[0], post)
        for post, seat in enumerate(posts)
        if seat["level"] == 0
        and kinds[seat["type"]]["jenjang"] <= 1
        and seat["holder"] is None
        and seat["arrival"] == NO_ARRIVAL
    ]
    wanted = p.replacement * exits if p.spending_share < p.spending_ceiling else 0.0
    places = min(p.places if p.places != -1 else math.floor(wanted + 0.5), len(vacant))
    if places == 0:
        return
    world["city"]["flows"]["places_opened"] = places
    for nth, (_, post) in enumerate(sorted(vacant)[:places]):
        civil = nth < math.floor(p.pns_share * places + 0.5)
        posts[post]["arrival"] = now.month + p.months_to_arrival
        posts[post]["arrival_employment"] = PNS if civil else PPPK


def at_the_bottom(kind):
    """No manager, and the first rung of a ladder if of any."""
    return kind["level"] == 0 and kind["jenjang"] in (0, 1)


def convert(world, p, now):
    """Non-ASN by lot: the first become PPPK, the next part-time."""
    wanted = p.converted_pppk + p.converted_part_time
    if now.month < 0 or wanted == 0:
        return
    people = world["people"]
    lots = sorted((luck(now.seed, TURN, uid, now.month)[1], uid) for uid, w in people.items() if w["employment"] == 3)
    for nth, (_, uid) in enumerate(lots[:wanted]):
        who, full = people[uid], nth < p.converted_pppk
        years = p.contracts.contract_years if full else p.contracts.part_time_contract_years
        who |= {"employment": PPPK if full else 2, "rank": int(p.people.entry_rank_pppk[who["education"]])}
        who |= {"contract_end": now.month + 12 * years, "rank_month": now.month}
    world["city"]["flows"]["converted"] = len(lots[:wanted])


def arrive(world, kinds, p, now):
    due = [n for n, seat in enumerate(world["posts"]) if seat["holder"] is None and seat["arrival"] == now.month]
    if now.month < 0 or not due:
        return
    flows = world["city"]["flows"]
    flows["recruited"] = flows["unfilled_places"] = 0
    for post in due:
        seat = world["posts"][post]
        _, u_filled, u_withdrawal, _ = luck(now.seed, VACANCY, post, seat["ordinal"])
        if u_filled < p.unfilled or u_withdrawal < p.withdrawal:
            seat |= {"arrival": NO_ARRIVAL, "ordinal": seat["ordinal"] + 1}
            flows["unfilled_places"] += 1
        else:
            uid = int(identity(post, seat["ordinal"]))
            enter(world, uid, newcomer(uid, seat, kinds, p, now), post, now.month)
            flows["recruited"] += 1


def newcomer(uid, seat, kinds, p, now):
    kind = kinds[seat["type"]]
    u_sex, _, u_age, _ = luck(now.seed, PERSON, uid, 0)
    civil = seat["arrival_employment"] == PNS
    education = max(kind["least_education"], DIPLOMA)
    keener = intensity(p.applicants_per_place) - intensity(p.applicants_before)
    better = p.selection_validity * keener * p.people.spread
    own = traits(uid, kind, kinds[kind["entry"]], p.people, better, now.seed)
    return blank() | {
        "employment": seat["arrival_employment"],
        "sex": int(u_sex < p.women_share),
        "education": education,
        "birth_month": now.month - int(12 * (p.age_low + (p.age_high - p.age_low) * u_age)),
        "entry_month": now.month,
        "contract_end": NEVER if civil else now.month + 12 * p.contracts.contract_years,
        "rank": int((p.people.entry_rank_pns if civil else p.people.entry_rank_pppk)[education]),
        "rank_month": now.month,
        **own,
        "gain": [0.0, 0.0, 0.0],
        "believed": [single(c) for c in own["base"]],
        "drive": own["own_drive"],
        "own_drive": single(own["own_drive"]),
    }


def blank():
    """Nothing has happened yet."""
    never = ("believed_month", "course_month", "trained_month", "promoted_month", "programme_end", "mentor_month")
    never += ("coaching_end",)
    nothing = ("course_dimension", "course_jp", "jp_year", "prospect", "passed_over", "absence", "luck", "log_output")
    nothing += ("output", "motivation", "credit", "predicate", "predicate_before", "box", "certificate", "programme")
    nothing += ("leadership_jp", "mentor_hours", "discipline", "discipline_until", "award")
    return {
        **dict.fromkeys(never, NEVER),
        **dict.fromkeys(nothing, 0),
        "mentor": -1,
        "taught": [0.0, 0.0, 0.0],
    }


def traits(uid, kind, first_kind, p, better, seed):
    """Competence around what the post requires, or the first of the career; a part is common to the dimensions."""
    first, more, trait = (words(seed, block, uid, 0) for block in (COMPETENCE, COMPETENCE_MORE, TRAIT))
    general, *own = normal(*first[:2]), normal(*first[2:]), normal(*more[:2]), normal(*more[2:])
    base = []
    for k in range(3):
        z = math.sqrt(p.general) * general + math.sqrt(1.0 - p.general) * own[k]
        low, high = first_kind["required"][k], kind["required"][k]
        centre = low + p.grown * (high - low) + p.gap[k] + better
        base.append(min(max(centre + p.spread * z, 1.0), 5.0))
    *u_ceiling, u_family = luck(seed, HEADROOM, uid, 0)
    return {
        "base": base,
        "ceiling": [single(min(c + 2.0 * p.headroom * u, 5.0)) for c, u in zip(base, u_ceiling, strict=True)],
        "lasting": single(normal(*trait[:2])),
        "own_drive": p.drive_mean + p.drive_spread * normal(*trait[2:]),
        "family": family(kind["family"], u_family, p.other_family),
    }


def family(posts, u, share):
    """A teacher's or a nurse's family is the post's; of the others a share come from one of the two others."""
    general = [0, 3, 4]  # administration, technical, finance
    if posts not in general or u >= share:
        return posts
    general.remove(posts)
    return general[0] if u < 0.5 * share else general[1]


def intensity(applicants):
    """φ(z)/p with z by Abramowitz & Stegun 26.2.23."""
    if applicants <= 1:
        return 0.0
    p = 1.0 / applicants
    t = math.sqrt(-2.0 * log(min(p, 1.0 - p)))
    upper = 2.515517 + t * (0.802853 + t * 0.010328)
    lower = 1.0 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    z = t - upper / lower
    return exp(-0.5 * z * z) / 2.5066282746310002 / p
