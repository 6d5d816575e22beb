"""Results as one page that needs nothing else: a table and plots."""

import base64
import io
from collections import Counter
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .measured import Measured
from .results import Result, Summary

if TYPE_CHECKING:
    from .weights import Cost

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{padding:.3rem .6rem;border-bottom:1px solid #ddd;text-align:right}"
    "td:first-child,th:first-child{text-align:left}img{max-width:100%}"
)


def write_page(path: Path, title: str, results: Sequence[Result], found: Sequence[Summary], note: str) -> None:
    """Write the page."""
    rows = "".join(
        f"<tr><td>{escape(each.group)}</td><td>{each.count}</td><td>{each.accuracy:.1%}</td>"
        f"<td>{each.interval[0]:.1%} – {each.interval[1]:.1%}</td><td>{sum(each.errors.values())}</td></tr>"
        for each in found
    )
    pictures = "".join(
        f'<h2>{escape(heading)}</h2><img alt="{escape(heading)}" src="data:image/png;base64,{picture}">'
        for heading, picture in _plots(results, found)
    )
    head = "<tr><th>group</th><th>cases</th><th>right</th><th>95 % interval</th><th>failed</th></tr>"
    _write(path, title, note, f"<table>{head}{rows}</table>{pictures}")


def shown(measured: Measured, metric: str) -> str:
    """A mean and its interval, as thousandths; a dash where nothing was measured."""
    if not measured.values.get(metric):
        return "–"
    mean, low, high = measured.interval(metric)
    return f"{mean:.3f} ({low:.3f}–{high:.3f})"


def write_measured_page(path: Path, measured: Sequence[Measured]) -> None:
    """Write a page that compares systems: a table and a plot for each set of cases."""
    parts = []
    for name in dict.fromkeys(each.name for each in measured):
        mine = [each for each in measured if each.name == name]
        metrics = list(dict.fromkeys(metric for each in mine for metric in each.values))
        head = "".join(f"<th>{escape(metric)}</th>" for metric in metrics)
        rows = "".join(
            f"<tr><td>{escape(each.system)}</td>"
            + "".join(f"<td>{shown(each, metric)}</td>" for metric in metrics)
            + "</tr>"
            for each in mine
        )
        parts.append(
            f"<h2>{escape(name)}, {mine[0].count} cases</h2><table><tr><th>system</th>{head}</tr>{rows}</table>"
            f'<img alt="{escape(name)}" src="data:image/png;base64,{_compared(mine, metrics)}">'
        )
    _write(path, "Measured", "Mean and 95 % interval, by drawing questions again.", "".join(parts))


def write_weights_page(path: Path, costs: Sequence["Cost"]) -> None:
    """Write a page of what forms of models take and are worth: a table, and a plot of speed beside memory."""
    from matplotlib.figure import Figure

    head = "".join(
        f"<th>{name}</th>" for name in ("model", "disk", "load", "first token", "tokens/s", "memory", *_WORTH)
    )
    rows = "".join(
        f"<tr><td>{escape(each.model)}</td><td>{each.disk / 1e6:.0f} MB</td><td>{each.load:.2f} s</td>"
        f"<td>{each.first:.2f} s</td><td>{each.speed:.1f}</td><td>{each.memory / 1e6:.0f} MB</td>"
        f"<td>{each.perplexity:.2f}</td><td>{each.right:.0%}</td></tr>"
        for each in costs
    )
    figure = Figure(figsize=(9, 1.2 + 0.45 * len(costs)))
    axes: Any = figure.subplots(1, 3, sharey=True)
    names = [each.model for each in costs]
    for place, (title, values) in enumerate(
        {
            "tokens a second": [each.speed for each in costs],
            "memory, MB": [each.memory / 1e6 for each in costs],
            "perplexity": [each.perplexity for each in costs],
        }.items()
    ):
        axes[place].barh(names, values, color="#4c78a8")
        axes[place].set_title(title)
    axes[0].invert_yaxis()
    picture = f'<img alt="speed, memory, perplexity" src="data:image/png;base64,{_picture(figure)}">'
    note = "Each form in a process of its own. A reply of 48 tokens to a prompt of 512; a text in both languages."
    _write(path, "Models of this machine", note, f"<table><tr>{head}</tr>{rows}</table>{picture}")


_WORTH = ("perplexity", "right")


def _compared(measured: Sequence[Measured], metrics: Sequence[str]) -> str:
    """Each metric's mean, a bar for each system."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 3.4))
    axes: Any = figure.subplots()
    width = 0.8 / len(measured)
    for place, each in enumerate(measured):
        columns = [column for column, metric in enumerate(metrics) if each.values.get(metric)]
        found = [each.interval(metrics[column]) for column in columns]
        spread = [[mean - low for mean, low, _ in found], [high - mean for mean, _, high in found]]
        where = [column + place * width - 0.4 + width / 2 for column in columns]
        axes.bar(where, [mean for mean, _, _ in found], width, yerr=spread, capsize=2, label=each.system)
    axes.set_xticks(range(len(metrics)), metrics, rotation=20)
    axes.set_ylim(0, 1)
    axes.legend(loc="lower right")
    return _picture(figure)


def _write(path: Path, title: str, note: str, body: str) -> None:
    path.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
        f"<h1>{escape(title)}</h1><p>{escape(note)}</p>{body}</html>\n",
        "utf-8",
    )


def _plots(results: Sequence[Result], found: Sequence[Summary]) -> list[tuple[str, str]]:
    from matplotlib.figure import Figure

    groups = Figure(figsize=(8, 0.6 + 0.4 * len(found)))
    axes: Any = groups.subplots()
    values = [each.accuracy for each in found]
    spread = [
        [max(0.0, each.accuracy - each.interval[0]) for each in found],
        [max(0.0, each.interval[1] - each.accuracy) for each in found],
    ]
    axes.barh([each.group for each in found], values, xerr=spread, color="#4c78a8", ecolor="#333", capsize=3)
    axes.set_xlim(0, 1)
    axes.invert_yaxis()
    plots = [("Share of right answers, with 95 % intervals", _picture(groups))]
    if errors := Counter(each.error for each in results if each.error):
        figure = Figure(figsize=(8, 0.8 + 0.35 * len(errors)))
        axes = figure.subplots()
        names = [name for name, _ in errors.most_common()]
        axes.barh(names, [errors[name] for name in names], color="#e45756")
        axes.invert_yaxis()
        plots.append(("What went wrong", _picture(figure)))
    if seconds := [each.seconds for each in results if each.seconds]:
        figure = Figure(figsize=(8, 3))
        axes = figure.subplots()
        axes.hist(seconds, bins=40, color="#72b7b2")
        axes.set_xlabel("seconds for one case")
        plots.append(("Time", _picture(figure)))
    return plots


def _picture(figure: Any) -> str:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=110, bbox_inches="tight")
    return base64.b64encode(buffer.getvalue()).decode()
