"""Make docs/images/queue_error.svg and print the table of docs/queue.md: the docket's error against exact months.

python tools/make_queue_figure.py
"""

from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt

from karier.validation.queue import LIGHT, error, exact_months

matplotlib.use("Agg")
matplotlib.rcParams["svg.hashsalt"] = "karier"
OUT = Path(__file__).parents[1] / "docs" / "images" / "queue_error.svg"


def main():
    """Draw the worst error over starts and numbers of staff by length of the month; print it by load and staff."""
    found = [(m, 100.0 * error(m)) for m in exact_months()]
    loads = sorted({m.load for m, _ in found})
    staff, lengths = sorted({m.n for m, _ in found}), sorted({m.services for m, _ in found})
    print("| ρ | " + " | ".join(f"n = {n:.0f}" for n in staff) + " |\n|---" * 1 + "|---" * len(staff) + "|")
    for load in loads:
        worst = [max((e for m, e in found if (m.load, m.n) == (load, n)), key=abs) for n in staff]
        print(f"| {load} | " + " | ".join(f"{e:+.2f}" for e in worst) + " |")
    figure, axes = plt.subplots(1, 2, figsize=(9.0, 3.6), layout="constrained")
    for axis, bound, light in zip(axes, (5.0, 10.0), (True, False), strict=True):
        for load in (load for load in loads if (load <= LIGHT) == light):
            worst = [max(abs(e) for m, e in found if (m.load, m.services) == (load, d)) for d in lengths]
            axis.plot(lengths, worst, marker="o", label=f"ρ = {load}")
        axis.axhline(bound, color="grey", linestyle="--", label=f"asked for: {bound:.0f} %")
        axis.set(xscale="log", ylim=(0.0, None), xlabel="length of the month, service times")
        axis.set_ylabel("worst error of the mean number, %")
        axis.legend(fontsize=8)
    figure.savefig(OUT, metadata={"Date": None})


if __name__ == "__main__":
    main()
