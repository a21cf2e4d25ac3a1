"""The talent map again, slow and obvious: people are dicts, none of the package's rules."""

NUMBERS = {  # PermenPANRB 3/2020: performance (below, meets, above expectation) × potential (low, middle, high)
    (0, 0): 1, (0, 1): 3, (0, 2): 6,
    (1, 0): 2, (1, 1): 5, (1, 2): 8,
    (2, 0): 4, (2, 1): 7, (2, 2): 9,
}  # fmt: skip


def place_in_boxes(view, kinds, p, now):
    """Thirds of performance and of potential among those of a level with a result of the last three years."""
    folk, month = view["people"], max(now.month, 0)
    for person in folk.values():
        person["box"] = 0
    for level in range(4):
        group = [u for u, x in folk.items() if x["level"] == level and x["believed_month"] > month - 36]
        by = {
            "performance": lambda u: (folk[u]["predicate"] or 4, senior(folk[u], month), u),
            "potential": lambda u: (potential(folk[u], kinds[folk[u]["type"]], p.fit), senior(folk[u], month), u),
        }
        thirds = {axis: {u: third(place, len(group)) for place, u in enumerate(sorted(group, key=key))}
                  for axis, key in by.items()}  # fmt: skip
        for u in group:
            folk[u]["box"] = NUMBERS[thirds["performance"][u], thirds["potential"][u]]


def third(place, n):
    """0, 1 or 2: in which third the middle of a place lies."""
    return (6 * place + 3) // (2 * n)


def potential(person, kind, p):
    """Believed fit to the post held, in levels."""
    total = 0.0
    for k in range(3):
        strange = p.other_family if k == 0 and kind["family"] != person["family"] else 0.0
        gap = person["believed"][k] - kind["required"][k] - strange
        total += p.weights[person["level"], k] * (gap if gap < 0.0 else p.surplus * gap)
    return total


def senior(person, month):
    """Rank, then time in it, service, age: as the list has it."""
    return tuple(
        [person["rank"]]
        + [month - person[name] for name in ("rank_month", "entry_month", "birth_month")]
    )  # fmt: skip
