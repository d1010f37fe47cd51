"""Draw docs/reliability.svg and docs/reliability-beside.svg: of events scored so, how many are right?

    python -m scripts.plot_reliability

The first is of the best event of each document of the gold corpora beside the repository, the second of all others of
our own dispatches and of the real articles that no weight saw; both are printed as the tables for docs/quality.md. The
same figures give the same bytes. A drawing has colours for light and for dark pages, and nothing in it moves or is
loaded.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.reliability import Bin, Scored, collect_scores, collect_sides, fill_bins, print_tables
from mapping.language import LanguageModel

_DOCS = Path(__file__).parents[1] / "docs"
_WIDTH, _HEIGHT = 560, 420
_LEFT, _TOP, _SIDE_X, _SIDE_Y = 64, 24, 468, 300
_BARS_HEIGHT = 40
_STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #333; }
  .axis, .grid { stroke: #999; stroke-width: 1; fill: none; }
  .grid { stroke-opacity: .35; }
  .ideal { stroke: #777; stroke-dasharray: 5 4; fill: none; }
  .reach { stroke: #1d4f91; stroke-width: 2; }
  .right { fill: #1d4f91; }
  .bar { fill: #1d4f91; fill-opacity: .25; }
  @media (prefers-color-scheme: dark) {
    text { fill: #ddd; }
    .axis, .grid { stroke: #888; }
    .ideal { stroke: #aaa; }
    .reach { stroke: #8ab8ff; }
    .right { fill: #8ab8ff; }
    .bar { fill: #8ab8ff; fill-opacity: .3; }
  }
"""


def draw(bins: Sequence[Bin], kind: str = "events") -> str:
    """The plot as SVG: a point with its 95% interval for each bin, the line of scores that keep their word, counts.

    Args:
        bins: As `fill_bins` gives them.
        kind: Of what events, for the title.
    """
    total = sum(row.events for row in bins)
    told = "; ".join(f"scored {row.score:.2f}, right {row.right:.2f} ({row.events} events)" for row in bins)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="t d">',
        f'<title id="t">Reliability of the scores of {total} {kind}</title>',
        f'<desc id="d">{told}.</desc>',
        f"<style>{_STYLE}</style>",
        *_draw_axes(),
        f'<path class="ideal" d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}"/>',
        f'<text x="{_x(0.46)}" y="{_y(0.1)}">dashed: as often right as the score says</text>',
        *(line for row in bins for line in _draw_bin(row, max(other.events for other in bins))),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _draw_axes() -> list[str]:
    lines = [f'<path class="axis" d="M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}"/>']
    for tenth in range(0, 11, 2):
        share = tenth / 10
        lines.append(f'<path class="grid" d="M{_x(0)} {_y(share)}H{_x(1)}"/>')
        lines.append(f'<text x="{_x(0) - 8}" y="{_y(share) + 4}" text-anchor="end">{share:.1f}</text>')
        lines.append(f'<text x="{_x(share)}" y="{_y(0) + 18}" text-anchor="middle">{share:.1f}</text>')
    lines.append(f'<text x="{_x(0.5)}" y="{_y(0) + 36}" text-anchor="middle">score; bars: how many events</text>')
    middle = f"{_x(0) - 44} {_y(0.5)}"
    place = f'x="{_x(0) - 44}" y="{_y(0.5)}"'
    lines.append(
        f'<text {place} text-anchor="middle" transform="rotate(-90 {middle})">right in place, day, family</text>'
    )
    return lines


def _draw_bin(row: Bin, most: int) -> list[str]:
    centre, height = _x(row.score), round(_BARS_HEIGHT * row.events / most, 1)
    left, width = _x(row.low) + 1, round(_x(row.high) - _x(row.low) - 2, 1)
    base = _HEIGHT - 2
    return [
        f'<path class="reach" d="M{centre} {_y(row.least)}V{_y(row.most)}"/>',
        f'<circle class="right" cx="{centre}" cy="{_y(row.right)}" r="5"/>',
        f'<rect class="bar" x="{left}" y="{round(base - height, 1)}" width="{width}" height="{height}"/>',
        f'<text x="{round(left + width / 2, 1)}" y="{base - 4}" text-anchor="middle">{row.events}</text>',
    ]


def _x(score: float) -> float:
    return round(_LEFT + _SIDE_X * score, 1)


def _y(share: float) -> float:
    return round(_TOP + _SIDE_Y * (1 - share), 1)


def main() -> None:
    """Measure, print, draw."""
    language = LanguageModel()
    scored, sides = collect_scores(language), collect_sides(language)
    print_tables(scored, sides)
    _write("reliability.svg", "main events", scored)
    _write("reliability-beside.svg", "other events", sides)


def _write(name: str, kind: str, scored: Mapping[str, Scored]) -> None:
    together = [pair for pairs in scored.values() for pair in pairs]
    (_DOCS / name).write_text(draw(fill_bins(together), kind), encoding="utf-8")


if __name__ == "__main__":
    main()
