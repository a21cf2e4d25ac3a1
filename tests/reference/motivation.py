"""Motivation again, slow and obvious: people are dicts, none of the package's rules."""

from karier.maths import half_life, logistic
from reference.single import single


def move(view, kinds, p, month):
    """One month's step of everybody's drive."""
    validity = view["city"]["validity"][0]
    for person in view["people"].values():
        aim = target(person, kinds[person["type"]], view["offices"][person["office"]], validity, p, max(month, 0))
        person["drive"] += (1.0 - half_life(1.0, p.speed_half_life)) * (aim - person["drive"])
        person["motivation"] = single(logistic(person["drive"]))


def target(person, kind, office, validity, p, month):
    """Where the drive is pulled to."""
    aim = person["own_drive"]
    aim += p.incentive * (p.stakes.stake[person["office"]] * validity)
    aim += p.prospect * person["prospect"]
    aim += p.growth * min(1.0, person["jp_year"] / p.growth_jp)
    number, awarded = person["office"], person["award"] == 1
    aim += p.recognition * awarded
    aim += p.guidance * (person["discipline"] == 1 and person["discipline_until"] > month)
    aim += p.mentoring * (person["mentor"] != -1)
    if month < person["coaching_end"]:
        reached = 1.0 - half_life(float(p.coaching.months), p.speed_half_life)
        aim += p.coaching_effect * p.own_drive.drive_spread / reached
    aim -= p.grievance * (person["passed_over"] + (0.0 if awarded else office["award_grievance"]))
    aim -= p.overload * min(1.0, max(office["utilisation"] - p.overload_from, 0.0))
    aim -= p.stagnation * shut(person, kind, p, month)
    aim -= p.distrust * max(office["monitored"] - p.conduct.today_monitoring[number], 0.0)
    return aim


def shut(person, kind, p, month):
    """Nowhere left to rise to: the rank's ceiling for a general post, or too near to retirement."""
    general = person["level"] == 0 and kind["jenjang"] == 0
    if general and person["rank"] >= p.ladder.top_by_education[person["education"]]:
        return 1.0
    age = month - person["birth_month"]
    return 1.0 if kind["retirement_months"] - age <= p.last_months else 0.0
