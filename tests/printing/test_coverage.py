import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import webui
from archive.archive import Outline
from printing.coverage import render_coverage
from printing.coverage_matrix_svg import render_matrix_svg
from printing.coverage_png import PictureError, render_png
from printing.coverage_svg import COLORS, MOST_ROWS, render_svg
from printing.lines import width_of
from printing.terminal import Terminal
from stories.coverage import By, Coverage, cover
from stories.coverage_events import EDITIONS, events_of

NOON = datetime(2024, 2, 1, 12, tzinfo=UTC)
HOSTILE = 'x/<script>"&\x1b[2J\u202e\x00'
ARABIC = "أخبار/سياسة"


def coverage(section: str = "news/politics", days: int = 3, by: By | None = None) -> Coverage:
    articles = [
        Outline(f"{code}:{day}", edition, section, NOON + timedelta(days=day, minutes=minutes))
        for day in range(days)
        for code, edition, minutes in (("en", "english", 0), ("ar", "arabic", 95))
    ]
    articles.append(Outline("es:1", "spanish", section, NOON))
    stories = {"s0": ("en:0", "ar:0"), "s1": ("en:1", "ar:1")}
    by = by or ("section" if days == 1 else "day")
    return cover(events_of(articles, stories), by=by)


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
    assert render_coverage(cover(events_of([], {})), Terminal()) == ""


def test_sections_of_days_are_a_table() -> None:
    lines = render_coverage(coverage(days=2, by="day,section"), Terminal()).splitlines()
    place = lines.index("events (only here)")
    assert lines[place + 1 : place + 4] == [
        "            section   english  arabic  spanish",
        "2024-02-01  politics  1        1       1 (1)",
        "2024-02-02  politics  1        1",
    ]
    assert "rows left out" not in "".join(lines)
    many = render_coverage(coverage(days=200, by="day,section"), Terminal())
    assert "140 rows left out: use --json" in many and "2024-02-01" not in many


def test_what_an_edition_lacks_is_told_by_section() -> None:
    lines = render_coverage(coverage(), Terminal()).splitlines()
    place = lines.index("carried by all but  english  arabic  spanish")
    assert lines[place + 1].split() == ["(all)", "0", "0", "2"]
    assert lines[place + 2].split() == ["politics", "0", "0", "2"]


@pytest.mark.parametrize("by", ["section", "month,section"])
@pytest.mark.parametrize("section", [HOSTILE, ARABIC])
def test_labels_are_harmless(section: str, by: By) -> None:
    found = coverage(section, days=1, by=by)
    text = render_coverage(found, Terminal())
    assert not set("\x1b\u202e\x00") & set(text)
    drawn = drawn_of(found)
    assert "<script" not in drawn
    assert not set("\x1b\u202e\x00") & set(drawn)


def drawn_of(found: Coverage) -> str:
    return (render_matrix_svg if "," in found.by else render_svg)(found)


@pytest.mark.parametrize("days", [0, 1, 3, 200])
def test_a_picture_of_sections_is_a_shaded_table(days: int) -> None:
    found = (
        coverage(days=days, by="day,section")
        if days
        else cover(events_of([], {}), by="day,section")
    )
    root = ET.fromstring(render_matrix_svg(found))  # noqa: S314  our own
    space = "{http://www.w3.org/2000/svg}"
    texts = [each.text or "" for each in root.iter(f"{space}text")]
    assert set(EDITIONS) <= set(texts)
    shown = sorted({row.label for row in found.rows})[-MOST_ROWS:]
    assert [label for label in texts if label.startswith("2024")] == shown
    rects = [each for each in root.iter(f"{space}rect") if "y" in each.attrib]
    numbers = [text for text in texts if text.isdigit()]
    events = sum(e.events for row in found.rows if row.label in shown for e in row.carried)
    assert sum(map(int, numbers)) == 2 * events  # of an edition and of its section
    assert len(rects) == len(numbers)
    for each in rects:
        right = float(each.attrib["x"]) + float(each.attrib["width"])
        below = float(each.attrib["y"]) + float(each.attrib["height"])
        assert right < float(root.attrib["width"]) and below < float(root.attrib["height"])


@pytest.mark.parametrize("days", [0, 1, 3, 200])
def test_a_picture_is_xml_with_a_bar_for_each_edition(days: int) -> None:
    found = coverage(days=days) if days else cover(events_of([], {}))
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


def test_every_edition_has_the_color_of_its_pages() -> None:
    assert set(COLORS) == set(EDITIONS)
    style = (Path(webui.__file__).parent / "static" / "style.css").read_text("utf-8")
    light = style[: style.index("prefers-color-scheme: dark")]
    assert all(f"--{edition}: {color};" in light for edition, color in COLORS.items())


@pytest.mark.parametrize("section", ["news/politics", HOSTILE, ARABIC, "x/$a$b"])
@pytest.mark.parametrize("by", ["section", "week,section"])
def test_a_png_is_one(section: str, by: By) -> None:
    assert render_png(coverage(section, days=1, by=by)).startswith(b"\x89PNG")


def test_without_matplotlib_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(PictureError, match=r"pip install 'triptych\[plot\]'"):
        render_png(coverage())
