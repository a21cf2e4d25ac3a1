"""Presence again, slow and obvious: people are dicts, none of the package's rules."""

from karier.maths import logistic


def attend(view, p):
    """Everybody's absence."""
    b = view["baseline"]
    for person in view["people"].values():
        person["absence"] = logistic(b["absence_intercept"][0] - p.drive * z_drive(person, b))


def z_drive(person, b):
    """Motivation in SD of the baseline of the level."""
    level = person["level"]
    return (person["motivation"] - b["drive_mean"][level]) / b["drive_sd"][level]
