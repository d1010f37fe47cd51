"""The families' colours: readable on the map in both themes, and six hues that stay apart for every eye."""

import re
from itertools import combinations, pairwise

import numpy as np
import numpy.typing as npt
import pytest

from mapping.event_types import EventFamily, load_event_types
from mapping.settings import find_folder

Vector = npt.NDArray[np.float64]

# Machado, Oliveira and Fernandes (2009), severity 1.0, for linear sRGB.
VISION = {
    "full colour": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
# Oklab (Ottosson 2020), from linear sRGB.
_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
# Two colours this far apart in Oklab are told apart at a glance; 0.02 is about the least that can be seen.
MIN_DISTANCE = 0.05


def read_theme(theme: str) -> dict[str, str]:
    """The custom properties of a theme, as app.css has them."""
    style = (find_folder("static") / "app.css").read_text()
    block = style.split(":root {" if theme == "light" else ':root[data-theme="dark"] {')[1].split("}")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def linear(colour: str) -> Vector:
    """A colour "#rrggbb" as linear sRGB."""
    values = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(first: str, second: str) -> float:
    """Contrast as WCAG 2.2 defines it."""
    lights = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (first, second))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def distance(first: str, second: str, vision: str) -> float:
    """How far apart two colours look, in Oklab, to an eye of the given kind."""
    labs = [_TO_LAB @ np.cbrt(_TO_LMS @ np.clip(VISION[vision] @ linear(colour), 0, 1)) for colour in (first, second)]
    return float(np.linalg.norm(labs[0] - labs[1]))


def families() -> list[EventFamily]:
    """The families of the table."""
    return list(load_event_types().families.values())


def colour_of(family: EventFamily, theme: str) -> str:
    """A family's colour in a theme."""
    return (family.colour_light if theme == "light" else family.colour_dark).lower()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["land", "water", "paper"])
def test_every_colour_stands_out_from_the_ground(theme: str, ground: str) -> None:
    """At least 3:1 against land, water and the panels (WCAG 1.4.11)."""
    under = read_theme(theme)[ground]
    for family in families():
        assert contrast(colour_of(family, theme), under) >= 3.0, family.family


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("vision", VISION)
def test_the_six_hues_stay_apart(theme: str, vision: str) -> None:
    """No family of one group looks like a family of another."""
    for first, second in combinations(families(), 2):
        if first.group != second.group:
            apart = distance(colour_of(first, theme), colour_of(second, theme), vision)
            assert apart >= MIN_DISTANCE, (first.family, second.family)


def test_within_a_group_colour_is_never_alone() -> None:
    """Fifteen families in six groups; no two share a glyph, and each glyph has a drawing."""
    assert len({family.group for family in families()}) == 6
    glyphs = [family.glyph for family in families()]
    assert len(set(glyphs)) == len(glyphs) == 15
    drawings = (find_folder("static") / "js" / "legend.js").read_text()
    for glyph in glyphs:
        assert f'"{glyph}": {{ d:' in drawings, glyph


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_is_readable(theme: str) -> None:
    """Ink, soft ink, the accent and errors reach 4.5:1 on the surfaces that they stand on."""
    colours = read_theme(theme)
    for text in ("ink", "ink-soft", "accent", "danger"):
        for ground in ("paper", "raised", "sunk"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("vision", VISION)
def test_classes_of_counts_form_one_scale(theme: str, vision: str) -> None:
    """The colours of areas go one way in lightness, and each is told from the next and from the land."""
    style = (find_folder("static") / "app.css").read_text()
    block = style.split(":root {" if theme == "light" else ':root[data-theme="dark"] {')[1].split("}")[0]
    found = re.search(r"--areas: ([#0-9a-f ]+);", block)
    assert found
    scale = [read_theme(theme)["land"], *found[1].split()]
    assert len(scale) == 6
    steps = [float(_TO_LAB[0] @ np.cbrt(_TO_LMS @ np.clip(VISION[vision] @ linear(c), 0, 1))) for c in scale]
    assert steps == sorted(steps, reverse=theme == "light")
    for one, other in pairwise(scale):
        assert distance(one, other, vision) >= MIN_DISTANCE, (one, other)
