"""Laws that hold for every process: each check fails with an assertion."""

from hypothesis import strategies as st

from factories import after, people, picture, shuffled


def changed(before, after):
    """Names of the columns that differ between two pictures, as WRITES names them, for those in both."""
    found = set()
    for uid, person in before["people"].items():
        now = after["people"].get(uid, {})
        found |= {name for name, value in person.items() if name in now and now[name] != value}
    for table in ("posts", "offices", "lines"):
        for old, new in zip(before[table], after[table], strict=True):
            found |= {f"{table}.{name}" for name in old if old[name] != new[name]}
    for table in ("city", "baseline"):
        found |= {f"{table}.{name}" for name, value in before[table].items() if value != after[table][name]}
    return found


def check_writes(before, after, writes):
    """Nobody came or went, and nothing changed that is not declared."""
    old, new = picture(before), picture(after)
    assert old["people"].keys() == new["people"].keys()
    assert changed(old, new) <= set(writes)


def check_order(act, s, p, now, data):
    """Whatever the order of rows, the same person has the same month, to the bit."""
    order = data.draw(st.permutations(range(s.people)))
    assert picture(after(act, shuffled(s, order), p, now)) == picture(after(act, s, p, now))


def check_strangers(act, s, p, now):
    """With everybody else gone, a person has the same month."""
    together = people(after(act, s, p, now))
    for row in range(s.people):
        alone = shuffled(s, [row, *(other for other in range(s.people) if other != row)])
        alone.people = 1
        act(alone, p, now)
        assert people(alone).items() <= together.items()
