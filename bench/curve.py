"""The picture: right answers in scope against refusals out of scope, over all thresholds (as in Arora et al. 2020, HINT3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#666666")


@dataclass(frozen=True)
class Curve:
    """A system's scores, and which of its first facts are right."""

    right: np.ndarray
    scores: np.ndarray
    scores_outside: np.ndarray
    configured: tuple[float, float] | None
    """Where its own thresholds put it: refused out of scope, right in scope."""

    def points(self) -> tuple[list[float], list[float]]:
        """For each threshold, the share refused out of scope and the share answered rightly in scope."""
        thresholds = [*np.unique(np.concatenate([self.scores, self.scores_outside])), np.inf]
        refused = [float(np.mean(self.scores_outside < least)) for least in thresholds]
        right = [float(np.mean(self.right & (self.scores >= least))) for least in thresholds]
        return refused, right


def draw(curves: Mapping[str, Curve], path: Path) -> None:
    """Draw a line for each system; a dot is the system as it is configured."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt
    from matplotlib.ticker import PercentFormatter

    figure, axes = plt.subplots(figsize=(8, 5), dpi=130)
    for (name, curve), colour in zip(curves.items(), COLOURS, strict=False):
        axes.plot(*curve.points(), color=colour, linewidth=2, label=name)
        if curve.configured:
            axes.plot(*curve.configured, "o", color=colour, markersize=9, markeredgecolor="white", clip_on=False, zorder=3)
    axes.set(
        xlim=(0, 1), ylim=(0, 1), xlabel="questions out of scope that are refused", ylabel="questions in scope with the right fact first"
    )
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PercentFormatter(1))
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="lower left", frameon=False)
    axes.set_title("Right answers against refusals, over all thresholds (dot: as configured)", fontsize=11, loc="left")
    figure.tight_layout()
    figure.savefig(path)
    plt.close(figure)
