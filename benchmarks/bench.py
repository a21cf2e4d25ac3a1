"""`make bench`: all versions in one run, on one core, interleaved; ratios, a table and a figure."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import agreement, report, versions, world
from benchmarks.acts import by_act
from benchmarks.counts import counted, total
from benchmarks.limit import limit_ns
from benchmarks.nation import nation, table_bytes
from benchmarks.pairing import HEADLINE, pairing
from benchmarks.world import opening
from karier import load


def timings(place: str, years: int, repeats: int) -> tuple[dict[str, Any], dict[str, list[Any]], str]:
    """Nanoseconds of every version in every round, and the runs themselves, which agreement reads."""
    s, full, months = world.core(place, years), load(f"{place}+package", years=years), 12 * years
    each = counted(opening(s, versions.PEOPLE), s)
    counts = total(each)
    runs: dict[str, list[Any]] = {name: [] for name in ("mesa", "numpy", "karier", "whole", "full")}
    limits: dict[str, list[float]] = {"limit": [], "limit_shipped": []}
    for warm in (versions.karier, versions.whole, versions.numpy):
        warm(s, 0, 13)
    versions.whole(full, 0, 36)
    for seed in range(1, repeats + 1):
        for _ in range(2):  # a short run between long ones: the second finds its caches warm
            ours = versions.karier(s, seed, months)
            theirs = versions.numpy(s, seed, months)
        runs["karier"].append(ours)
        runs["numpy"].append(theirs)
        limits["limit"].append(limit_ns(counts.stated(), ours.person_months))
        limits["limit_shipped"].append(limit_ns(counts, ours.person_months))
        runs["whole"].append(versions.whole(s, seed, months))
        runs["full"].append(versions.whole(full, seed, months))
        runs["mesa"].append(versions.mesa(s, seed, months))
        print(f"round {seed}: " + ", ".join(f"{k} {v[-1].ns:.1f}" for k, v in runs.items()), file=sys.stderr)
    ns = {name: [run.ns for run in of] for name, of in runs.items()} | limits
    found = {"ns": ns, "counts": counts._asdict(), "counts_stated": counts.stated()._asdict()}
    acts = by_act(s, months, repeats)
    limit = {act: limit_ns(c, 100_000) for act, c in each.items()}
    found["acts"] = {act: {"ns": ns_of, "limit_ns": limit.get(act)} for act, ns_of in acts.items()}
    return found, runs, full.name


def ratios(ns: dict[str, list[float]]) -> dict[str, float]:
    """Medians over the rounds of the ratio within a round."""
    pairs = {
        "mesa_over_karier": ("mesa", "karier"), "numpy_over_karier": ("numpy", "karier"),
        "mesa_over_numpy": ("mesa", "numpy"), "karier_over_limit": ("karier", "limit"),
        "karier_over_limit_shipped": ("karier", "limit_shipped"), "full_over_core": ("full", "karier"),
        "whole_over_core": ("whole", "karier"), "mesa_over_whole": ("mesa", "whole"),
    }  # fmt: skip
    return {name: float(np.median(np.array(ns[a]) / np.array(ns[b]))) for name, (a, b) in pairs.items()}


def bytes_a_person(place: str) -> dict[str, float]:
    """Of a million people, by table."""
    state = nation(opening(load(place), versions.PEOPLE))
    return {name: size / state.people for name, size in table_bytes(state).items()}


def main() -> None:
    """Measure, say, write."""
    say = argparse.ArgumentParser(description=__doc__)
    say.add_argument("--place", default="semarang")
    say.add_argument("--years", type=int, default=10)
    say.add_argument("--repeats", type=int, default=5)
    say.add_argument("--seeds", type=int, default=20, help="runs of the fast versions for the agreement")
    say.add_argument("--replications", type=int, default=20, help="of the pairing gain; 0 leaves it out")
    say.add_argument("--out", type=Path, default=Path("results/bench"))
    given = say.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    found, runs, levers = timings(given.place, given.years, given.repeats)
    found["ratios"] = ratios(found["ns"])
    found["agreement"] = agreement.agree(given.place, given.years, given.seeds, runs)
    found["bytes_per_person"] = bytes_a_person(given.place)
    gains = pairing(given.place, given.years, given.replications) if given.replications else {}
    found["pairing_gain_by_outcome"] = gains
    found["settings"] = {"place": given.place, "years": given.years, "repeats": given.repeats, "levers": levers,
                         "replications": given.replications, "headline": HEADLINE}  # fmt: skip
    head = {**found["ratios"], "pairing_gain": {plan: of[HEADLINE] for plan, of in gains.items()},
            "bytes_per_person": sum(found["bytes_per_person"].values()),
            "outputs_agree": all(row["agrees"] for row in found["agreement"])}  # fmt: skip
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "ratios.json").write_text(json.dumps({**head, "measured": found}, indent=1) + "\n")
    table = report.table(head, found)
    (given.out / "table.md").write_text(table)
    report.figure(found["ns"], given.out)
    print(table)


if __name__ == "__main__":
    main()
