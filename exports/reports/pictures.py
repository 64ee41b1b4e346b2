"""The picture of a report as SVG: bars or a line, without script, in the colours of the pages."""

import re
import sys

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

LIGHT = ("#3f7fae", "#d08b1d", "#4f9a6b", "#c85a54", "#7a6aa8")
DARK = """@media (prefers-color-scheme: dark) {
  {{ id }} text, {{ id }} .legend text, {{ id }} .title { fill: #dbe3ea !important }
  {{ id }} .axis text { fill: #dbe3ea !important }
  {{ id }} .guides, {{ id }} .axis path { stroke: #4a5763 !important }
}"""
STYLE = Style(
    background="transparent",
    plot_background="transparent",
    foreground="#3c4854",
    foreground_strong="#1f2a37",
    foreground_subtle="#5b6874",
    colors=LIGHT,
    opacity=".95",
    font_family="system-ui, sans-serif",
    label_font_size=12,
    major_label_font_size=12,
    legend_font_size=13,
    title_font_size=15,
    value_font_size=11,
)
WIDE, HIGH, SMALL = 900, 320, 190
LONGEST = 16
"""Letters of a label under the picture; the table beside it has the whole."""
KINDS = {"bar": pygal.Bar, "stacked": pygal.StackedBar, "line": pygal.Line}


def svg(picture: Picture, *, small: bool = False) -> str:
    """The picture as the text of an SVG file."""
    chart = KINDS[picture.kind](
        js=[],
        style=STYLE,
        css=["file://style.css", "file://graph.css", f"inline:{DARK}"],
        disable_xml_declaration=True,
        explicit_size=True,
        width=WIDE // 2 if small else WIDE,
        height=SMALL if small else HIGH,
        show_legend=len(picture.series) > 1,
        legend_at_bottom=True,
        legend_at_bottom_columns=len(picture.series),
        x_label_rotation=0 if len(picture.labels) <= 12 else 40,
        truncate_label=LONGEST,
        include_x_axis=True,
        show_minor_y_labels=False,
        y_labels_major_count=5,
        margin=8,
        value_formatter=_money if picture.value_kind == "money" else _plain,
    )
    chart.x_labels = picture.labels
    for name, values in picture.series.items():
        chart.add(
            name, [value / 100 if picture.value_kind == "money" else value for value in values]
        )
    return SCRIPT.sub("", str(chart.render()))


def _money(value: float) -> str:
    """An amount on an axis, in whole dollars."""
    if abs(value) >= 1_000_000:
        return f"${value / 1_000_000:,.1f}m"
    return f"${value / 1_000:,.0f}k" if abs(value) >= 10_000 else f"${value:,.0f}"


def _plain(value: float) -> str:
    return f"{value:,.0f}"


def shown(picture: Picture, value: int) -> str:
    """A value of the picture in the table behind it."""
    return money.shown(value) if picture.value_kind == "money" else f"{value:,}"
