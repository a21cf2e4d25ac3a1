"""Fit of a person to a post again, slow and obvious: dicts, none of the package's rules."""


def gaps(person, kind, p):
    """Competence above the requirement, in levels: one number a dimension."""
    above = [base + gain - r for base, gain, r in zip(person["base"], person["gain"], kind["required"], strict=True)]
    if kind["family"] != person["family"]:
        above[0] = above[0] - p.other_family
    return above


def fit(person, kind, p):
    """Σ w·κ(gap): a shortfall counts in full, a surplus in part."""
    weights = p.weights[person["level"]].tolist()
    parts = [w * (g if g < 0.0 else p.surplus * g) for w, g in zip(weights, gaps(person, kind, p), strict=True)]
    return parts[0] + parts[1] + parts[2]


def suitability(c, family, asked, level, p):
    """Fit of competence c and own job family to what is asked; of family None: nobody is a stranger."""
    person = {"base": c, "gain": [0.0] * 3, "family": family, "level": level}
    return fit(person, asked | {"family": family if asked["family"] is None else asked["family"]}, p)


def score(person, kind, b, p):
    """A: fit in SD of the baseline of the level."""
    level = person["level"]
    return (fit(person, kind, p) - b["fit_mean"][level]) / b["fit_sd"][level]


def use(level, k, p):
    """How much a level uses a dimension."""
    weights = p.weights[level].tolist()
    return weights[k] / max(weights)
