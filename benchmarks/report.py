"""The table and the figure of a run of the benchmarks."""

from pathlib import Path
from typing import Any

import matplotlib
import numpy as np

matplotlib.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402

NAMES = {
    "mesa": "Mesa, one object a person", "numpy": "NumPy, vectorised", "full": "karier, every lever on, whole step",
    "whole": "karier, whole step", "karier": "karier, core rules", "limit": "limit: the mathematics of the core rules",
    "limit_shipped": "limit: the mathematics that is left",
}  # fmt: skip
WANTED = {
    "mesa_over_karier": ("≥ 80", lambda x: x >= 80), "numpy_over_karier": ("≥ 1.7", lambda x: x >= 1.7),
    "mesa_over_numpy": ("35 … 65", lambda x: 35 <= x <= 65), "karier_over_limit": ("≤ 1.7", lambda x: x <= 1.7),
    "full_over_core": ("≤ 3", lambda x: x <= 3), "bytes_per_person": ("≤ 250", lambda x: x <= 250),
}  # fmt: skip


def table(head: dict[str, Any], found: dict[str, Any]) -> str:
    """All of it in Markdown."""
    lines = ["| version | ns a person-month (median; least … most) |", "|---|---|"]
    for name, label in NAMES.items():
        ns = found["ns"][name]
        lines.append(f"| {label} | {np.median(ns):,.1f} ({min(ns):,.1f} … {max(ns):,.1f}) |")
    lines += ["", "| ratio | measured | wanted | |", "|---|---|---|---|"]
    for name, (wanted, test) in WANTED.items():
        lines.append(f"| `{name}` | {head[name]:,.2f} | {wanted} | {'met' if test(head[name]) else 'missed'} |")
    for name in ("whole_over_core", "mesa_over_whole", "karier_over_limit_shipped"):
        lines.append(f"| `{name}` | {head[name]:,.2f} | | |")
    lines += ["", "| per person-month | Philox blocks | normals | exp | log |", "|---|---|---|---|---|"]
    for key, label in (("counts_stated", "as the rules state"), ("counts", "as shipped")):
        c = found[key]
        lines.append(f"| {label} | {c['blocks']:.2f} | {c['normals']:.2f} | {c['exps']:.2f} | {c['logs']:.2f} |")
    lines += [
        "",
        "| output | version | theirs | ours | difference | standard errors | |",
        "|---|---|---|---|---|---|---|",
    ]
    for r in found["agreement"]:
        lines.append(
            f"| {r['output']} | {r['version']} | {r['theirs']:,.4f} | {r['ours']:,.4f} | {100 * r['relative']:+.2f} % "
            f"| {r['standard_errors']:+.1f} | {'agrees' if r['agrees'] else 'differs'} |"
        )
    by_table = ", ".join(f"{name} {size:.0f}" for name, size in found["bytes_per_person"].items() if size >= 0.5)
    lines += ["", f"Bytes of arrays a person at a million people: {head['bytes_per_person']:.0f} ({by_table})."]
    if head["pairing_gain"]:
        lines += ["", *_pairing(found)]
    return "\n".join(lines) + "\n"


def _pairing(found: dict[str, Any]) -> list[str]:
    gains = found["pairing_gain_by_outcome"]
    outcomes = list(next(iter(gains.values())))
    lines = ["| pairing gain | " + " | ".join(outcomes) + " |", "|---" * (len(outcomes) + 1) + "|"]
    return lines + [
        f"| {plan} | " + " | ".join(_gain(of[name]) for name in outcomes) + " |" for plan, of in gains.items()
    ]


def _gain(value: float) -> str:
    return "no effect" if np.isinf(value) else f"{value:,.1f}"


def figure(ns: dict[str, list[float]], folder: Path) -> None:
    """Bars on a logarithmic axis: a person-month in each version."""
    names = list(NAMES)
    medians = [float(np.median(ns[name])) for name in names]
    colours = ["#D55E00", "#E69F00", "#0072B2", "#0072B2", "#0072B2", "#999999", "#999999"]
    with plt.rc_context({"font.size": 9, "svg.hashsalt": "bench"}):
        drawing, axes = plt.subplots(figsize=(7.2, 2.9), layout="constrained")
        axes.barh([NAMES[name] for name in names], medians, color=colours)
        for row, value in enumerate(medians):
            axes.text(value * 1.08, row, f"{value:,.0f}" if value >= 100 else f"{value:.1f}", va="center")
        axes.set(
            xscale="log", xlim=(1, 3.5 * max(medians)), xlabel="nanoseconds a person-month, one core (logarithmic)"
        )
        axes.invert_yaxis()
        axes.spines[["top", "right"]].set_visible(False)
        for ending in ("svg", "png"):
            drawing.savefig(folder / f"bench.{ending}", dpi=150, metadata={"Date": None} if ending == "svg" else None)
        plt.close(drawing)
