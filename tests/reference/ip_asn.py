"""The index of professionalism again, slow and obvious: people are dicts, none of the package's rules."""

import math

QUALIFICATION = (1, 1, 5, 10, 15, 20, 25)  # by education, primary … doctor
PERFORMANCE = (1, 5, 15, 25, 30)  # by predicate
DISCIPLINE = {2: 3, 3: 2, 4: 1, 5: 1}  # by the state of discipline; 5 otherwise


def measure(view, kinds, p, now):
    """The mean over all PNS and PPPK."""
    asn = [person for person in view["people"].values() if person["employment"] != 3]
    points = [index(person, kinds[person["type"]], p, now) for person in asn]
    total = sum(math.floor(x * 2.0**30 + 0.5) for x in points)
    view["city"]["ip_asn"][0] = total / 2**30 / len(asn) if asn else 0.0


def index(person, kind, p, now):
    """25 qualification, 40 competence, 30 performance, 5 discipline."""
    taught = person["jp_year"] >= 20
    if person["level"] > 0:
        competence = 15.0 * (person["certificate"] >= person["level"]) + 15.0 * taught + 10.0 * p.seminar
    elif kind["rung"] > 0:
        competence = 15.0 * p.functional_training + 15.0 * taught + 10.0 * p.seminar
    else:
        competence = 22.5 * taught + 17.5 * p.seminar
    counts = now.month < person["discipline_until"] + 60
    conduct = DISCIPLINE.get(person["discipline"], 5) if counts else 5
    performance = PERFORMANCE[(person["predicate"] or 4) - 1]
    return QUALIFICATION[person["education"]] + competence + performance + conduct
