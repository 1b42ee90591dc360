import sys
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from archive.archive import Outline
from printing.coverage import render_coverage
from printing.coverage_png import PictureError, render_png
from printing.coverage_svg import COLORS, MOST_ROWS, render_svg
from printing.lines import width_of
from printing.terminal import Terminal
from stories.coverage import EDITIONS, Coverage, cover

NOON = datetime(2024, 2, 1, 12, tzinfo=UTC)
HOSTILE = 'x/<script>"&\x1b[2J\u202e\x00'
ARABIC = "أخبار/سياسة"


def coverage(section: str = "news/politics", days: int = 3) -> Coverage:
    articles = [
        Outline(f"{code}:{day}", edition, section, NOON + timedelta(days=day, minutes=minutes))
        for day in range(days)
        for code, edition, minutes in (("en", "english", 0), ("ar", "arabic", 95))
    ]
    articles.append(Outline("es:1", "spanish", section, NOON))
    return cover(
        articles, [("en:0", "ar:0"), ("en:1", "ar:1")], by="section" if days == 1 else "day"
    )


def test_tables_and_bars() -> None:
    text = render_coverage(coverage(), Terminal())
    assert "english         3       3          1      2" in text
    assert "2024-02-01  english  " in text
    assert "english 2, arabic 0" in text
    assert "arabic 1 h 35 min later" in text
    (bar,) = (line for line in text.splitlines() if line.startswith("2024-02-02"))
    assert "█" in bar and "░" not in bar
    alone = next(line for line in text.splitlines() if line.strip().startswith("spanish  ░"))
    assert alone.endswith("1 (1 only here)")


@pytest.mark.parametrize("width", [40, 60, 100, 200])
def test_bars_fit_the_terminal(width: int) -> None:
    lines = render_coverage(coverage(), Terminal(width=width)).splitlines()
    bars = [line for line in lines if "█" in line or "░" in line]
    assert max(map(width_of, bars)) <= max(width, 60)


def test_nothing_is_said_of_nothing() -> None:
    assert render_coverage(cover([], []), Terminal()) == ""


@pytest.mark.parametrize("section", [HOSTILE, ARABIC])
def test_labels_are_harmless(section: str) -> None:
    text = render_coverage(coverage(section, days=1), Terminal())
    assert not set("\x1b\u202e\x00") & set(text)
    drawn = render_svg(coverage(section, days=1))
    assert "<script" not in drawn
    assert not set("\x1b\u202e\x00") & set(drawn)


@pytest.mark.parametrize("days", [0, 1, 3, 200])
def test_a_picture_is_xml_with_a_bar_for_each_edition(days: int) -> None:
    found = coverage(days=days) if days else cover([], [])
    root = ET.fromstring(render_svg(found))  # noqa: S314  our own
    space = "{http://www.w3.org/2000/svg}"
    texts = [each.text for each in root.iter(f"{space}text")]
    assert set(EDITIONS) <= set(texts)
    assert [label for label in texts if label and label.startswith("2024")] == [
        row.label for row in found.rows if row.label.startswith("2024")
    ][-MOST_ROWS:]
    height = float(root.attrib["height"])
    for each in root.iter(f"{space}rect"):
        if "y" in each.attrib:
            assert float(each.attrib["x"]) + float(each.attrib["width"]) < 900
            assert float(each.attrib["y"]) + float(each.attrib["height"]) < height


def test_every_edition_has_a_color() -> None:
    assert set(COLORS) == set(EDITIONS)


@pytest.mark.parametrize("section", ["news/politics", HOSTILE, ARABIC, "x/$a$b"])
def test_a_png_is_one(section: str) -> None:
    assert render_png(coverage(section, days=1)).startswith(b"\x89PNG")


def test_without_matplotlib_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(PictureError, match=r"pip install 'triptych\[plot\]'"):
        render_png(coverage())
