"""The books of a run: every month, people, posts, cases and rupiah are counted again and must agree to the unit."""

import numpy as np

from karier.model import CareerModel
from karier.randomness import identity
from karier.scenario import Scenario
from karier.state import State
from karier.state.city import COST_LINES, FLOWS
from karier.state.lines import COUNTER, DOCKET
from karier.state.posts import NO_ARRIVAL

_REASONS = ("retired", "died", "resigned", "transferred", "contract_ended", "dismissed", "early_retired")
_YEARLY = ("training_hours", "exits", "entries", "cost_total", "arrivals", "valid", "cost_recruitment")
_SEAT = ("office", "line", "type", "level")


def reconcile(scenario: Scenario, seed: int) -> CareerModel:
    """Run it to its end and check every month; returns the model. AssertionError names what does not agree."""
    model = CareerModel(scenario, seed)
    before = model.state.copy()
    year = dict.fromkeys(
        ("training_hours", "exits", "entries", "cost_total", "arrivals", "valid", "cost_recruitment"), 0
    )
    while model.running:
        model.step()
        now, month = model.state, model.steps - 1
        people(before, now, month, model.month)
        posts(before, now, month)
        cases(before, now, model.month)
        rupiah(now, model.month)
        for name in year:
            year[name] += model.month[name]
        if (month + scenario.start.month) % 12 == 0:
            tables(model, year)
            year = dict.fromkeys(year, 0)
        before = now.copy()
    return model


def people(before: State, now: State, month: int, row: dict[str, float]) -> None:
    """Headcount = headcount before + entries − exits, in the city and by office; flows are what really happened."""
    old, new = before.workforce, now.workforce
    flow = dict(zip(FLOWS, now.city.flows.tolist(), strict=True))
    assert len(np.unique(new.uid)) == now.people == row["headcount"]
    came, left = ~np.isin(new.uid, old.uid), ~np.isin(old.uid, new.uid)
    exits = sum(flow[name] for name in _REASONS)
    assert left.sum() == exits == row["exits"] == now.offices.exits.sum()
    assert came.sum() == flow["recruited"] == row["entries"]
    assert before.people + row["entries"] - row["exits"] == now.people
    offices = len(now.offices.head)
    assert np.array_equal(np.bincount(old.office[left], minlength=offices), now.offices.exits)
    _, here, there = np.intersect1d(new.uid, old.uid, assume_unique=True, return_indices=True)
    moves = np.bincount(new.office[here], minlength=offices) - np.bincount(old.office[there], minlength=offices)
    assert moves.sum() == 0
    change = np.bincount(new.office, minlength=offices) - np.bincount(old.office, minlength=offices)
    arrived = np.bincount(new.office[came], minlength=offices)
    assert np.array_equal(change, arrived - now.offices.exits + moves)
    assert (new.entry_month[came] == month).all()
    promoted = (new.promoted_month == month).sum()
    assert promoted == flow["promoted_men"] + flow["promoted_women"] == row["promotions"]
    assert row["training_hours"] == new.course_jp.sum(dtype=np.float64)
    assert (new.jp_year >= new.course_jp).all()


def posts(before: State, now: State, month: int) -> None:
    """Filled + vacant = establishment; holder and post point at each other; a newcomer is (post, ordinal)."""
    old, new, staff = before.posts, now.posts, now.workforce
    for name in ("office", "line", "type", "level"):
        assert np.array_equal(getattr(new, name), getattr(old, name)), name
    held = np.flatnonzero(new.holder >= 0)
    assert len(held) == now.people
    assert np.array_equal(np.sort(new.holder[held]), np.arange(now.people))
    assert np.array_equal(new.holder[staff.post], np.arange(now.people))
    for name in _SEAT:
        assert np.array_equal(getattr(staff, name), getattr(new, name)[staff.post]), name
    assert (new.ordinal >= old.ordinal).all()
    empty = new.holder < 0
    assert (new.vacant_since[empty] <= month).all()
    awaited = new.arrival != NO_ARRIVAL
    assert empty[awaited].all()
    assert (new.level[awaited] == 0).all()
    assert (new.arrival[awaited] > month).all()
    for i in np.flatnonzero(staff.entry_month == month):
        if month > 0:
            post = staff.post[i]
            assert staff.uid[i] == identity(int(post), int(new.ordinal[post]) - 1)


def cases(before: State, now: State, row: dict[str, float]) -> None:
    """arrivals = valid + change of the backlog + turned away, by line and in the city."""
    queue = (now.lines.kind == COUNTER) | (now.lines.kind == DOCKET)
    lines, waited = now.lines, np.where(now.lines.kind == DOCKET, now.lines.backlog - before.lines.backlog, 0)
    assert np.array_equal(lines.arrivals[queue], (lines.valid + lines.turned_away + waited)[queue])
    for name in ("arrivals", "valid", "turned_away", "backlog"):
        assert (getattr(lines, name)[queue] >= 0).all(), name
        assert row[name] == getattr(lines, name)[queue].sum(), name
    assert row["completed"] == (lines.valid + lines.errors)[queue].sum()
    staff = now.workforce
    of = np.bincount(staff.line[staff.line >= 0], minlength=len(lines.kind))
    assert (lines.staff[of == 0] == 0.0).all()
    offices = len(now.offices.head)
    there = np.bincount(staff.office[(staff.line >= 0) | (staff.level == 0)], minlength=offices)
    assert (np.bincount(lines.office, lines.staff, offices) <= there + 1e-9).all()  # nobody works twice


def rupiah(now: State, row: dict[str, float]) -> None:
    """Offices' costs and the selection rounds make the ledger; its lines make the total."""
    ledger = dict(zip(COST_LINES, now.city.ledger.tolist(), strict=True))
    offices = dict(zip(COST_LINES, now.city.office_cost.sum(axis=0).tolist(), strict=True))
    rounds = ledger["recruitment"] - offices["recruitment"]
    assert {**ledger, "recruitment": 0} == {**offices, "recruitment": 0}
    places = now.city.flows[FLOWS.index("places_opened")]
    assert (rounds > 0) == (places > 0)
    assert not places or rounds % places == 0
    assert all(row[f"cost_{name}"] == value >= 0 for name, value in ledger.items())
    assert row["cost_total"] == sum(ledger.values())
    assert 0 <= now.lines.pay.sum() <= ledger["base_pay"] + ledger["allowance"]
    if (now.workforce.line < 0).any():
        assert now.lines.pay.sum() < ledger["base_pay"] + ledger["allowance"]


def tables(model: CareerModel, months: dict[str, float]) -> None:
    """A year's rows by office, cohort and line add up to its months."""
    year = model.yearly["offices"][-1]["year"]
    total = {
        table: lambda name, rows=rows: sum(row[name] for row in rows if row["year"] == year)
        for table, rows in model.yearly.items()
    }
    for name in ("training_hours", "exits", "entries", "arrivals", "valid"):
        assert total["offices"](name) == months[name], name
    assert total["offices"]("cost_total") == months["cost_total"] - months["cost_recruitment"]
    assert total["offices"]("headcount") == total["cohorts"]("headcount") == model.state.people
    for name in ("arrivals", "valid"):
        assert total["lines"](name) == months[name], name
    assert total["lines"]("backlog") == total["offices"]("backlog") == model.month["backlog"]
