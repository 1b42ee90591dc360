"""Hits, articles, tables, reports and errors as text."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive import Article, EditionCount
from archive.exports import ExportReport
from archive.imports import ImportReport, Refusal
from index import Hit, Query, Results, Snippet, parse_query
from index.doctor import Diagnosis, Finding
from index.holdings import Holdings, IndexState, LastRun
from printing.articles import render_article
from printing.failures import render_failure, render_query_failure
from printing.findings import render_diagnosis
from printing.hits import render_hits, render_summary
from printing.holdings import render_holdings
from printing.json_text import render_json
from printing.reports import (
    render_behind,
    render_export,
    render_import,
    render_indexed,
    render_refusals,
)
from printing.tables import render_table
from printing.terminal import Terminal

PLAIN = Terminal()
SCREEN = Terminal(color=True, isolates=True, width=60)
ARTICLE = Article(
    id="ar:12345",
    edition="arabic",
    url="https://www.almayadeen.net/misc/سوق-الفوانيس",
    section="misc",
    kind="news",
    title="سوق الفوانيس يعود",
    lead="افتتحت البلدية السوق.",
    body="فقرة أولى.\n\nفقرة ثانية.",
    authors=("ريما دلّوب",),
    published=datetime(2026, 2, 2, 22, 30, tzinfo=UTC),
    video_duration_s=125,
    version=2,
    provenance={"title": "tawsiyat", "authors": "meta"},
)


def _results(*hits: Hit, total: int | None = None, **changes: Any) -> Results:
    query = Query(text="سوق", offset=changes.pop("offset", 0))
    values: dict[str, Any] = {"took_ms": 12.6, "facets": {}} | changes
    return Results(
        query=query,
        tree=parse_query("سوق"),
        total=len(hits) if total is None else total,
        hits=hits,
        **values,
    )


def _hit(article: Article = ARTICLE, rank: int = 1) -> Hit:
    return Hit(
        article=article,
        newest=True,
        score=2.5,
        rank=rank,
        snippet=Snippet("افتتحت البلدية السوق.", ((15, 20),)),
        title_marks=((0, 3),),
    )


def test_a_hit_takes_four_lines() -> None:
    undated = Article(id="en:7", edition="english", url="https://e.example/x", title="Lanterns")
    results = _results(_hit(), _hit(undated, rank=2), facets={"month": {"2026-02": 1}})
    assert render_hits(results, PLAIN).split("\n") == [
        "1. 2026-02-03  arabic  misc  ar:12345",
        "سوق الفوانيس يعود",
        "https://www.almayadeen.net/misc/سوق-الفوانيس",
        "افتتحت البلدية السوق.",
        "",
        "2. undated  english  other  en:7",
        "Lanterns",
        "https://e.example/x",
        "افتتحت البلدية السوق.",
        "",
        "month:",
        "       1  2026-02",
    ]


def test_a_hit_on_a_terminal() -> None:
    assert render_hits(_results(_hit()), SCREEN).split("\n") == [
        "\x1b[2m1. 2026-02-03  arabic  misc  ar:12345\x1b[0m",
        "\u2068\x1b[1;31mسوق\x1b[0m\x1b[1m الفوانيس يعود\x1b[0m\u2069",
        "https://www.almayadeen.net/misc/سوق-الفوانيس",
        "\u2068افتتحت البلدية \x1b[1;31mالسوق\x1b[0m.\u2069",
    ]


@pytest.mark.parametrize(
    ("results", "summary"),
    [
        (_results(), "no hits, took 13 ms"),
        (_results(_hit()), "1 hit, took 13 ms"),
        (_results(_hit(), _hit()), "2 hits, took 13 ms"),
        (_results(_hit(), _hit(), total=9, offset=4), "9 hits, 5 to 6 shown, took 13 ms"),
        (_results(total=9, offset=40), "9 hits, took 13 ms"),
    ],
)
def test_the_summary(results: Results, summary: str) -> None:
    assert render_summary(results) == summary


def test_a_whole_article() -> None:
    assert render_article(ARTICLE, PLAIN, provenance=True).split("\n") == [
        "سوق الفوانيس يعود  [tawsiyat]",
        "",
        "id:           ar:12345, version 2",
        "url:          https://www.almayadeen.net/misc/سوق-الفوانيس",
        "edition:      arabic",
        "kind:         news",
        "section:      misc",
        "published:    2026-02-03 00:30 (Beirut)",
        "authors:      ريما دلّوب  [meta]",
        "video:        2 min 5 s",
        "",
        "افتتحت البلدية السوق.",
        "",
        "فقرة أولى.",
        "",
        "فقرة ثانية.",
    ]
    assert "tawsiyat" not in render_article(ARTICLE, PLAIN)
    assert "\u2068فقرة أولى.\u2069" in render_article(ARTICLE, SCREEN)


def test_a_plain_table() -> None:
    rows = [("arabic", 12), ("漢字", 3)]
    assert render_table(["edition", "n"], rows, PLAIN).split("\n") == [
        "edition   n",
        "arabic   12",
        "漢字      3",
    ]


def test_a_drawn_table_has_no_colour_without_leave() -> None:
    rows = [("arabic \x1b[31m[bold]", 12)]
    drawn = render_table(["edition", "n"], rows, Terminal(width=60))
    assert "arabic [31m[bold]" in drawn
    assert "─" in drawn
    assert "\x1b" not in drawn


def test_a_drawn_table_breaks_no_date() -> None:
    heads = (
        "edition",
        "articles",
        "versions",
        "with text",
        "other language",
        "gone",
        "first",
        "last",
    )
    row = ("arabic", 7251, 7251, 4665, 12, 31, "2023-01-21", "2023-12-30")
    drawn = render_table(heads, [row], Terminal(width=80))
    assert drawn.split("\n")[-1].split() == [str(value) for value in row]
    assert all(len(line) <= 80 for line in drawn.split("\n"))


def _holdings(**index: Any) -> Holdings:
    count = EditionCount(
        edition="arabic",
        articles=12,
        versions=13,
        with_text=9,
        other_language=1,
        gone=3,
        first=datetime(2023, 1, 31, 22, tzinfo=UTC),
        last=None,
    )
    return Holdings(
        folder=Path("/data"),
        editions=(count,),
        last_change=13,
        archive_bytes=2_345_678,
        index=IndexState(engine="whoosh", **index),
    )


def test_holdings() -> None:
    ready = _holdings(articles=11, last_change=12, behind=1, size_bytes=999)
    assert render_holdings(ready, PLAIN).split("\n") == [
        "edition  articles  versions  with text  other language  gone  first       last",
        "arabic         12        13          9               1     3  2023-02-01  undated",
        "",
        "archive: change 13, 2 MB",
        "index:   whoosh, 11 articles, up to change 12, 1 article behind, 999 B",
        "folder:  /data",
    ]
    assert "index:   run sync" in render_holdings(_holdings(problem="run sync"), PLAIN)
    assert ready.as_json()["editions"][0]["gone"] == 3
    times = ready.as_json()["editions"][0]
    assert (times["first"], times["last"]) == ("2023-01-31T22:00:00Z", None)


def test_the_last_crawls() -> None:
    started = datetime(2024, 2, 1, 22, 18, tzinfo=UTC)
    runs = (
        LastRun(edition="english", started=started, is_healthy=True),
        LastRun(
            edition="arabic", started=started, is_healthy=False, complaints=("a \x1b[2J b", "c")
        ),
        LastRun(edition="spanish", started=started, is_healthy=False),
    )
    holdings = replace(_holdings(), runs=runs)
    assert render_holdings(holdings, PLAIN).split("\n")[3:6] == [
        "last crawl of english: 2024-02-02 00:18 (Beirut), healthy",
        "last crawl of arabic: 2024-02-02 00:18 (Beirut), UNHEALTHY: a [2J b; c",
        "last crawl of spanish: 2024-02-02 00:18 (Beirut), UNHEALTHY",
    ]
    assert holdings.as_json()["runs"][1] == {
        "edition": "arabic",
        "started": "2024-02-01T22:18:00Z",
        "healthy": False,
        "complaints": ["a \x1b[2J b", "c"],
    }


def test_a_diagnosis_is_a_line_for_each_finding() -> None:
    well = Diagnosis(findings=(), articles=1, last_change=7)
    assert render_diagnosis(well) == "all is well: 1 article, all of them indexed, up to change 7"
    findings = (
        Finding(problem="the index\n\x1b[31m is old", remedy="run `x`"),
        Finding(problem="the disk is full", remedy="free some space"),
    )
    assert render_diagnosis(Diagnosis(findings=findings)).split("\n") == [
        "the index [31m is old: run `x`",
        "the disk is full: free some space",
    ]


@pytest.mark.parametrize(
    ("format_", "counts", "line"),
    [
        ("jsonl", (1, 3, 0), "3 versions of 1 article written"),
        ("csv", (2, 2, 0), "2 articles written"),
        ("warc", (2, 1, 0), "1 page of 2 articles written"),
        ("warc", (2, 1, 3), "1 page of 2 articles written; 3 versions without a raw page left out"),
    ],
)
def test_an_export(format_: str, counts: tuple[int, int, int], line: str) -> None:
    articles, written, left_out = counts
    report = ExportReport(
        format=format_, output="-", articles=articles, written=written, left_out=left_out
    )
    assert render_export(report) == line


def test_an_article_that_is_gone() -> None:
    gone = datetime(2024, 2, 1, 22, 18, tzinfo=UTC)
    assert "gone since:   2024-02-02 00:18 (Beirut)" in render_article(
        replace(ARTICLE, gone=gone), PLAIN
    )
    assert "gone" not in render_article(ARTICLE, PLAIN)


def test_an_import() -> None:
    report = ImportReport(read=9, new=2, refused=7, refusals=(Refusal(3, "no\ttitle"),))
    assert render_import(report) == "9 read: 2 new, 0 changed, 0 unchanged, 7 refused"
    assert render_refusals(report) == "line 3: no title\n… and 6 more lines"
    assert render_refusals(ImportReport()) == ""


def test_what_is_not_indexed() -> None:
    assert render_behind(0) == ""
    assert render_behind(1) == "1 article is not indexed yet: run `search_cli.py sync`"
    assert render_behind(2) == "2 articles are not indexed yet: run `search_cli.py sync`"
    assert render_indexed(1) == "1 article indexed"


def test_an_error_is_one_line_without_controls() -> None:
    assert render_failure("disk\nfull \x1b[31m") == "error: disk full [31m"


@pytest.mark.parametrize(
    ("text", "position", "shown", "column"),
    [
        ('wheat "harv', 6, 'wheat "harv', 6),
        ("قمح (شعير", 4, "قمح (شعير", 4),
        ("wheat )", 6, "wheat )", 6),
        ("wheat", 5, "wheat", 5),
        ("", 0, "", 0),
        ("漢字 )", 3, "漢字 )", 5),
        ("\x1b[2J )", 5, "[2J )", 4),
        ("a\n )", 3, "a )", 2),
        ("x" * 100 + ")" + "y" * 100, 100, "x" * 40 + ")" + "y" * 39, 40),
    ],
)
def test_a_caret_stands_under_the_place(text: str, position: int, shown: str, column: int) -> None:
    first, second = render_query_failure("wrong", text, position).split("\n")
    assert first == f"error: wrong: {shown}"
    assert second == " " * (len("error: wrong: ") + column) + "^"


def test_json_is_harmless_and_says_the_same() -> None:
    value = {"title": "سوق \x1b[2J\x9b\u202e\u2028 é \U0001f3ee", "none": None}
    text = render_json(value)
    assert json.loads(text) == value
    assert "سوق" in text
    assert not {"\x1b", "\x9b", "\u202e", "\u2028"} & set(text)
    render_json({"half": "\ud83c"}).encode()
