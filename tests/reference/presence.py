"""Presence again, slow and obvious: people are dicts, none of the package's rules."""

from karier.maths import logistic
from reference.single import single


def attend(view, p):
    """Everybody's absence."""
    b = view["baseline"]
    for person in view["people"].values():
        fear = deterrence(view["offices"][person["office"]], person["office"], p)
        absent = logistic(b["absence_intercept"][0] - p.drive * z_drive(person, b) - fear)
        person["absence"] = single(absent)


def deterrence(office, number, p):
    """What is feared above what is usual in this office."""
    feared = office["detection"] * p.conduct.enforcement[number]
    return p.deterrence * (feared - p.conduct.today_monitoring[number] * p.conduct.today_enforcement[number])


def z_drive(person, b):
    """Motivation in SD of the baseline of the level."""
    level = person["level"]
    return (person["motivation"] - b["drive_mean"][level]) / b["drive_sd"][level]
