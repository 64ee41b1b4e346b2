"""The picture of a report as SVG: bars or a line, without script, in the colours of the pages."""

import math
import re
import sys
from typing import Any, NamedTuple

import pygal
from pygal.style import Style

from exports.reports.report import Picture
from rules import money

# The library looks for maps of its own at every import, in a way that Python gave up.
sys.meta_path[:] = [
    finder for finder in sys.meta_path if type(finder).__name__ != "PluginImportFixer"
]

SCRIPT = re.compile(r"<script.*?</script>|<!--.*?-->", re.S)
"""What the library puts in for its own tooltips, and of itself."""

MEANING = {"Met": "#4f9a6b", "Late": "#d08b1d", "Missed": "#c85a54"}
"""Series whose colour says something."""

LIGHT = ("#3f7fae", "#d08b1d", "#4f9a6b", "#c85a54", "#7a6aa8")
DARK = """@media (prefers-color-scheme: dark) {
  svg text, svg .legends .legend text, svg .title { fill: #dbe3ea !important }
  svg .axis text { fill: #dbe3ea !important }
  svg .guides, svg .axis path { stroke: #4a5763 !important }
}"""


def _style(picture: Picture) -> Style:
    """The colours and letters of a picture."""
    plain = iter(LIGHT)
    colors = tuple(MEANING.get(name) or next(plain) for name in picture.series)
    return Style(
        colors=colors,
        background="transparent",
        plot_background="transparent",
        foreground="#3c4854",
        foreground_strong="#1f2a37",
        foreground_subtle="#5b6874",
        opacity=".95",
        font_family="system-ui, sans-serif",
        label_font_size=12,
        major_label_font_size=12,
        legend_font_size=13,
        title_font_size=15,
        value_font_size=11,
    )


WIDE, HIGH, SMALL = 900, 320, 190
LETTER, MARGIN = 6.5, 60
"""Width of a letter, and of what stands beside the bars."""
NOT_SHOWN = "not shown"
LONGEST = 16
"""Letters of a label under the picture; the table beside it has the whole."""
KINDS = {"bar": pygal.Bar, "stacked": pygal.StackedBar, "line": pygal.Line}


def svg(picture: Picture, *, small: bool = False) -> str:
    """The picture as the text of an SVG file."""
    chart = KINDS[picture.kind](
        js=[],
        style=_style(picture),
        css=["file://style.css", "file://graph.css", f"inline:{DARK}"],
        disable_xml_declaration=True,
        explicit_size=True,
        width=size(small=small)[0],
        height=size(small=small)[1],
        show_legend=len(picture.series) > 1,
        legend_at_bottom=True,
        legend_at_bottom_columns=len(picture.series),
        x_label_rotation=40 if _crowded(picture, WIDE // 2 if small else WIDE) else 0,
        y_labels=_steps(picture),
        truncate_label=LONGEST,
        include_x_axis=True,
        margin=8,
        value_formatter=_money if picture.value_kind == "money" else _plain,
    )
    chart.x_labels = picture.labels
    for name, values in picture.series.items():
        chart.add(name, [_drawn(picture, value) for value in values])
    return _without_gaps(picture, SCRIPT.sub("", str(chart.render())))


ONE_BAR = re.compile(r'<g class="bar">.*?</g>', re.S)


def _without_gaps(picture: Picture, drawn: str) -> str:
    """The picture without the bars of nothing that stacking makes of what is not shown."""
    values = [value for values in picture.series.values() for value in values]
    if None not in values or len(ONE_BAR.findall(drawn)) != len(values):
        return drawn
    left = iter(values)
    return ONE_BAR.sub(lambda found: "" if next(left) is None else found[0], drawn)


def _drawn(picture: Picture, value: Any) -> float | None:
    """A value as it is drawn: amounts in dollars, nothing where it is not shown."""
    if value is None:
        return None
    return float(value) / 100 if picture.value_kind == "money" else float(value)


class Area(NamedTuple):
    """Where the bars of a label stand in a picture."""

    x: float
    y: float
    width: float
    height: float


PLOT = re.compile(r'translate\(([\d.]+), ([\d.]+)\)" class="plot"')
INSIDE = re.compile(r'<rect x="0" y="0" width="([\d.]+)" height="([\d.]+)" class="background"')
BAR = re.compile(r'<rect x="([\d.]+)"[^>]* width="([\d.]+)"[^>]*class="rect reactive')


def size(*, small: bool = False) -> tuple[int, int]:
    """Width and height of a picture."""
    return (WIDE // 2, SMALL) if small else (WIDE, HIGH)


def areas(picture: Picture, *, small: bool = False) -> list[Area]:
    """For each label the column of the plot that its bars stand in, in order."""
    text = svg(picture, small=small)
    plot = PLOT.search(text)
    inside = INSIDE.findall(text)
    if plot is None or len(inside) < 2:
        return []
    left, top = map(float, plot.groups())
    width, height = map(float, inside[1])
    count = len(picture.labels)
    bars = [(float(x), float(wide)) for x, wide in BAR.findall(text)]
    if len(bars) != count * len(picture.series):
        return [Area(left + n * width / count, top, width / count, height) for n in range(count)]
    found = []
    for n in range(count):
        own = bars[n::count]
        begin, end = min(x for x, _ in own), max(x + wide for x, wide in own)
        found.append(Area(left + begin, top, end - begin, height))
    return found


def _crowded(picture: Picture, width: int) -> bool:
    """Whether the labels do not fit beside each other."""
    longest = max(min(len(label), LONGEST) for label in picture.labels)
    return len(picture.labels) * (longest + 1) * LETTER > width - MARGIN


def _steps(picture: Picture) -> list[float]:
    """Round values at the side of the picture, from below the smallest to above the largest."""
    if picture.kind == "stacked":
        every = zip(*picture.series.values(), strict=True)
        sums = [sum(_drawn(picture, value) or 0 for value in values) for values in every]
    else:
        series = picture.series.values()
        sums = [_drawn(picture, value) or 0 for values in series for value in values]
    most, least = max(0.0, *sums), min(0.0, *sums)
    rough = max((most - least) / 4, 1)
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough)
    return [step * n for n in range(math.floor(least / step), math.ceil(most / step) + 1)]


def _money(value: float) -> str:
    """An amount on an axis, in whole dollars."""
    if abs(value) >= 1_000_000:
        return f"${value / 1_000_000:,.1f}m"
    return f"${value / 1_000:,.0f}k" if abs(value) >= 10_000 else f"${value:,.0f}"


def _plain(value: float) -> str:
    return f"{value:,.0f}"


def shown(picture: Picture, value: Any) -> str:
    """A value of the picture in the table behind it."""
    if value is None:
        return NOT_SHOWN
    return money.shown(value) if picture.value_kind == "money" else f"{value:,}"
