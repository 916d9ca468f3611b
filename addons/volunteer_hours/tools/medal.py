"""The medal of a star volunteer, drawn as an SVG."""

import math

#: Width and height of the drawing, in its own units.
SIZE = 100
_RING = 38
_STAR = 7
_GOLD, _GREY, _RIBBON, _FACE = "#d99a00", "#d9d9d9", "#b3261e", "#fff8e1"


def _star_points(x: float, y: float, radius: float) -> str:
    """Return the ten corners of a star around a point, the first one on top."""
    corners = []
    for corner in range(10):
        length = radius if corner % 2 == 0 else radius * 0.4
        angle = math.pi * corner / 5
        corners.append(
            f"{x + length * math.sin(angle):.1f},{y - length * math.cos(angle):.1f}"
        )
    return " ".join(corners)


def medal_svg(level: int, count: int) -> str:
    """Return the drawing of a medal with ``level`` of ``count`` stars filled.

    :param level: 0 for a medal without a filled star
    :param count: stars there are, at least ``level`` are drawn
    :return: SVG without text, so that it needs no font and no translation
    """
    count = max(count, level)
    stars = []
    for number in range(count):
        # On an arc, the first star on the left.
        share = 0.5 if count == 1 else number / (count - 1)
        angle = math.radians(-70 + 140 * share)
        x = SIZE / 2 + (_RING - 12) * math.sin(angle)
        y = 40 - (_RING - 12) * math.cos(angle) + 6
        fill = _GOLD if number < level else _GREY
        stars.append(f'<polygon points="{_star_points(x, y, _STAR)}" fill="{fill}"/>')
    centre = _GOLD if level else _GREY
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" '
        'width="100" height="100">'
        f'<path d="M30 66 L22 98 L36 90 L46 98 L50 72 L54 98 L64 90 L78 98 L70 66 Z" '
        f'fill="{_RIBBON}"/>'
        f'<circle cx="50" cy="40" r="{_RING}" fill="{_FACE}" stroke="{centre}" '
        'stroke-width="4"/>'
        f'<polygon points="{_star_points(50, 48, 15)}" fill="{centre}"/>'
        f"{''.join(stars)}</svg>"
    )
