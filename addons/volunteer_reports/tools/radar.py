"""Pictures of figures as SVG, drawn here so that they print as they show.

Nothing is told by colour alone: this period is a solid line with round points, the one
before a dashed line with square ones, and the aim a bold ring with its number. The
colours are Okabe and Ito's, which everybody can tell apart.
"""

from collections.abc import Sequence
from math import cos, pi, sin

from markupsafe import Markup, escape

BLUE, VERMILION, GREY, INK = "#0072B2", "#D55E00", "#999999", "#222222"
#: The outermost ring, in per cent of the aim.
RIM = 120
#: Fewer axes make no surface.
FEWEST = 3
_FONT = "Noto Sans CJK SC, Source Han Sans SC, SimHei, sans-serif"


def radar_points(
    values: Sequence[float | None], centre: tuple[float, float], radius: float
) -> list[tuple[float, float] | None]:
    """Return where the values of a radar lie, the first at the top, clockwise.

    >>> radar_points([100, 0, None, 240], (0, 0), 120)
    [(0.0, -100.0), (0.0, 0.0), None, (-120.0, 0.0)]

    :param values: in per cent of the aim, None where unknown; cut off at the rim
    """
    points = []
    for index, value in enumerate(values):
        if value is None:
            points.append(None)
            continue
        angle = 2 * pi * index / len(values) - pi / 2
        length = radius * min(max(value, 0), RIM) / RIM
        points.append(
            (
                round(centre[0] + length * cos(angle), 1) + 0.0,
                round(centre[1] + length * sin(angle), 1) + 0.0,
            )
        )
    return points


def draw_radar(
    labels: Sequence[str],
    values: Sequence[float | None],
    before: Sequence[float | None] = (),
    *,
    title: str,
    legend: tuple[str, str, str],
    width: int = 600,
    height: int = 420,
) -> Markup:
    """Return a radar picture as SVG, with its figures as text for who cannot see it.

    Axes without a value stay empty; a value above 120 % is drawn on the rim.

    :param labels: of the axes
    :param values: of this period, in per cent of the aim
    :param before: of the period before, in the same order, or nothing
    :param title: what the picture shows
    :param legend: the words for this period, the one before, and the aim
    :return: empty where there are fewer than three axes
    """
    if len(labels) < FEWEST or all(value is None for value in values):
        return Markup("")
    centre, radius = (width / 2, height / 2 - 14), min(width, height) / 2 - 74
    parts = [
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" '
            'width="{w}" height="{h}" role="img" aria-label="{label}" '
            'class="o_volunteer_radar" style="max-width: 100%; height: auto;">'
            "<title>{title}</title><desc>{label}</desc>"
        ).format(w=width, h=height, title=title, label=describe(title, labels, values))
    ]
    parts += _draw_rings(len(labels), centre, radius)
    parts += _draw_axes(labels, centre, radius)
    if any(value is not None for value in before):
        parts.append(_draw_shape(before, centre, radius, VERMILION, dashed=True))
    parts.append(_draw_shape(values, centre, radius, BLUE, dashed=False))
    parts += _draw_legend(
        legend, any(value is not None for value in before), width, height
    )
    parts.append(Markup("</svg>"))
    return Markup("").join(parts)


def describe(title: str, labels: Sequence[str], values: Sequence[float | None]) -> str:
    """Return the figures of a picture in words.

    >>> describe("Guides", ["Hours", "Rate"], [80.0, None])
    'Guides: Hours 80 %, Rate –'
    """
    figures = ", ".join(
        f"{label} –" if value is None else f"{label} {value:.0f} %"
        for label, value in zip(labels, values, strict=True)
    )
    return f"{title}: {figures}"


def _path(points):
    return " ".join(f"{x},{y}" for x, y in points)


def _draw_rings(count, centre, radius):
    for share in (20, 40, 60, 80, 100, RIM):
        aim = share == 100
        yield Markup(
            '<polygon points="{}" fill="none" stroke="{}" stroke-width="{}"/>'
        ).format(
            _path(radar_points([share] * count, centre, radius)),
            INK if aim else GREY,
            1.6 if aim else 0.5,
        )
    for share in (20, 60, 100):
        [(x, y)] = radar_points([share], centre, radius)
        yield _write(
            x + 3, y - 2, f"{share}%", "start", 9, GREY if share < 100 else INK
        )


def _draw_axes(labels, centre, radius):
    ends = radar_points([RIM] * len(labels), centre, radius)
    spots = radar_points([RIM] * len(labels), centre, radius + 12)
    for label, (x, y), (tx, ty) in zip(labels, ends, spots, strict=True):
        yield Markup(
            '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="0.5"/>'
        ).format(*centre, x, y, GREY)
        if abs(tx - centre[0]) < 8:
            anchor = "middle"
        else:
            anchor = "start" if tx > centre[0] else "end"
        yield _write(tx, ty + 4, label, anchor, 12.5, INK)


def _draw_shape(values, centre, radius, colour, *, dashed):
    points = radar_points(values, centre, radius)
    known = [point for point in points if point]
    shape = Markup(
        '<polygon points="{}" fill="{}" fill-opacity="{}" stroke="{}" '
        'stroke-width="2"{}/>'
    ).format(
        _path(known),
        colour,
        0 if dashed else 0.15,
        colour,
        Markup(' stroke-dasharray="6,4"') if dashed else "",
    )
    return shape + Markup("").join(_mark(point, colour, dashed) for point in known)


def _mark(point, colour, square):
    x, y = point
    if square:
        return Markup(
            '<rect x="{}" y="{}" width="6" height="6" fill="#fff" stroke="{}"/>'
        ).format(round(x - 3, 1), round(y - 3, 1), colour)
    return Markup('<circle cx="{}" cy="{}" r="3.5" fill="{}"/>').format(x, y, colour)


def _draw_legend(legend, with_before, width, height):
    y, x = height - 8, 14
    entries = [(legend[0], BLUE, 2, "")]
    if with_before:
        entries.append((legend[1], VERMILION, 2, "6,4"))
    entries.append((legend[2], INK, 1.6, ""))
    step = (width - 20) / 3
    for words, colour, thickness, dashes in entries:
        yield Markup(
            '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{}"{}/>'
        ).format(
            round(x, 1),
            y - 4,
            round(x + 28, 1),
            y - 4,
            colour,
            thickness,
            Markup(' stroke-dasharray="{}"').format(dashes) if dashes else "",
        )
        yield _write(round(x + 34, 1), y, words, "start", 12.5, INK)
        x += step


def _write(x, y, text, anchor, size, colour):
    return Markup(
        '<text x="{}" y="{}" text-anchor="{}" font-size="{}" fill="{}" '
        'font-family="{}">{}</text>'
    ).format(round(x, 1), round(y, 1), anchor, size, colour, _FONT, escape(text))


def draw_sparkline(
    values: Sequence[float | None], title: str, width: int = 96, height: int = 24
) -> Markup:
    """Return a small line of figures over time; a gap where nothing is known.

    :param values: oldest first; the last one gets a dot
    :return: empty where fewer than two are known
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return Markup("")
    low, high = min(known), max(known)
    rise = (high - low) or 1
    step = (width - 8) / max(len(values) - 1, 1)
    runs, run = [], []
    for index, value in enumerate(values):
        if value is None:
            runs.append(run)
            run = []
            continue
        share = (value - low) / rise if high > low else 0.5
        y = height - 4 - (height - 8) * share
        run.append((round(4 + step * index, 1), round(y, 1)))
    runs.append(run)
    lines = Markup("").join(
        Markup(
            '<polyline points="{}" fill="none" stroke="{}" stroke-width="1.5"/>'
        ).format(_path(some), BLUE)
        for some in runs
        if some
    )
    last = next(some[-1] for some in reversed(runs) if some)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" '
        'height="{h}" role="img" aria-label="{title}"><title>{title}</title>{lines}'
        '<circle cx="{x}" cy="{y}" r="2.5" fill="{colour}"/></svg>'
    ).format(
        w=width, h=height, title=title, lines=lines, x=last[0], y=last[1], colour=BLUE
    )
