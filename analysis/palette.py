"""Palette: the colours of actors on a page, on light paper and on dark."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.canvas import GREY, actor_colors

PAPER, DARK_PAPER = "#fffefb", "#171716"  # as in view.css


def contrast(one: str, other: str) -> float:
    """Contrast of two colours as WCAG 2 defines it, 1 to 21.

    Examples
    --------
    >>> contrast("#000000", "#ffffff")
    21.0
    """
    low, high = sorted(_luminance(color) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def readable(color: str, paper: str) -> str:
    """Return the colour, moved towards the ink until its contrast with the paper is 3 to 1.

    Examples
    --------
    >>> readable("#2a4d8f", "#ffffff")
    '#2a4d8f'
    """
    ink = 0 if _luminance(paper) > 0.5 else 255
    parts = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    mixed = ("#" + "".join(f"{round(part + (ink - part) * step / 50):02x}" for part in parts) for step in range(51))
    return next(each for each in mixed if contrast(each, paper) >= 3)


def color_classes(states: Sequence[str]) -> tuple[dict[str, str], str]:
    """Give each state a class ("k k0"), and return the style sheet that colours these classes on light paper and on dark.

    Examples
    --------
    >>> color_classes(["Iraq"])[0]
    {'Iraq': 'k k0'}
    """
    colors = actor_colors(states)
    rules = [f".k{{--on-light:{GREY};--edge:{GREY};--on-dark:{readable(GREY, DARK_PAPER)}}}"]
    for i, state in enumerate(states):
        color = colors[state]
        rules.append(f".k{i}{{--on-light:{color};--edge:{readable(color, PAPER)};--on-dark:{readable(color, DARK_PAPER)}}}")
    return {state: f"k k{i}" for i, state in enumerate(states)}, "".join(f".fa {rule}" for rule in rules)
