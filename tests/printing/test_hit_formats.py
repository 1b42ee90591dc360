"""Hits in every format, and what is told beside them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from commands.options import HIT_FORMATS
from index.explanation import Explanation, Forms, WordFound
from printing.directions import is_right_to_left
from printing.explanations import render_explanation
from printing.hit_formats import FORMATS, render_results
from printing.hits import render_hits, render_suggestion
from printing.lines import render_text
from printing.terminal import Terminal
from tests.printing.test_rendering import ARTICLE, PLAIN, SCREEN, _hit, _results

ISOLATED = Terminal(isolates=True, width=22)


def test_the_formats_of_the_option_are_those_that_are_printed() -> None:
    assert tuple(FORMATS) == HIT_FORMATS


def test_versions_of_one_article_are_one_id_and_one_address() -> None:
    old = replace(_hit(replace(ARTICLE, version=1), rank=2), newest=False)
    results = _results(_hit(), old)
    assert render_results(results, "ids", SCREEN) == "ar:12345"
    assert render_results(results, "urls", SCREEN) == ARTICLE.url
    assert render_results(results, "jsonl", SCREEN).count("\n") == 1
    assert render_results(results, "csv", SCREEN).count("\r\n") == 2


def test_an_old_version_and_one_that_is_gone_say_so() -> None:
    gone = datetime(2026, 3, 1, 23, tzinfo=UTC)
    old = replace(_hit(replace(ARTICLE, version=1, gone=gone)), newest=False)
    head = render_hits(_results(old), PLAIN).split("\n")[0]
    assert head == "1. 2026-02-03  arabic  misc  ar:12345  version 1  gone since 2026-03-02"
    narrow = render_hits(_results(old), Terminal(width=30, color=True)).split("\n")
    assert narrow[:3] == [
        "\x1b[2m1. 2026-02-03 arabic misc\x1b[0m",
        "\x1b[2mar:12345 version 1 gone since\x1b[0m",
        "\x1b[2m2026-03-02\x1b[0m",
    ]


def test_a_suggestion() -> None:
    meant = _results(did_you_mean="سوق\x1b[2J الفوانيس")
    assert render_suggestion(meant, PLAIN) == "did you mean سوق[2J الفوانيس?"
    assert render_suggestion(meant, SCREEN) == "did you mean \u2068سوق[2J الفوانيس\u2069?"
    assert render_suggestion(_results(), SCREEN) == ""


def test_an_explanation() -> None:
    explanation = Explanation(
        understood="سوق AND NOT tag:\x1b[2J",
        languages=("ar",),
        filters={
            "editions": ("arabic", "english"),
            "versions": True,
            "until": datetime(2024, 1, 31, 22, tzinfo=UTC),
        },
        words=(
            WordFound(
                text="سوق",
                articles=1,
                forms=(Forms(language="ar", words=("s|سوق", "l|سوق", "l|سو"), articles=1),),
            ),
            WordFound(text="x~", articles=2, forms=(Forms(language="", words=()),)),
            WordFound(text="y", articles=0, forms=(Forms(language="", words=("y",)),)),
        ),
    )
    assert render_explanation(explanation, PLAIN).split("\n") == [
        "understood:  سوق AND NOT tag:[2J",
        "analysed as: ar",
        "editions:    arabic, english",
        "versions:    yes",
        "until:       2024-02-01 00:00 (Beirut)",
        "word:        سوق: 1 article",
        "  ar: سوق سو: 1 article",
        "word:        x~: 2 articles",
        "word:        y: 0 articles",
        "  as written: y",
    ]
    assert "  ar: \u2068سوق سو\u2069: 1 article" in render_explanation(explanation, SCREEN)
    assert render_explanation(None, SCREEN) == ""


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("سوق الفوانيس NADIR 2024", ["\u2068سوق الفوانيس NADIR\u2069", "\u20682024\u2069"]),
        (
            "سوق الفوانيس القديم NADIR",
            ["\u2068سوق الفوانيس القديم\u2069", "\u2068\u200fNADIR\u2069"],
        ),
        ("The old market of سوق و", ["\u2068The old market of سوق\u2069", "\u2068\u200eو\u2069"]),
        ("NADIR يفتتح السوق", ["\u2068NADIR يفتتح السوق\u2069"]),
    ],
)
def test_every_line_of_a_paragraph_runs_its_way(text: str, lines: list[str]) -> None:
    assert render_text(text, ISOLATED).split("\n") == lines


def test_an_arabic_article_runs_its_way_whatever_its_first_letter() -> None:
    text = "NADIR يفتتح السوق"
    assert is_right_to_left(text, ARTICLE)
    assert not is_right_to_left("NADIR 2024", ARTICLE)
    assert not is_right_to_left(text, replace(ARTICLE, language="en"))
    shown = render_hits(_results(_hit(replace(ARTICLE, title=text))), Terminal(isolates=True))
    assert f"\u2068\u200f{text}\u2069" in shown


def test_facets_run_their_way_and_break_between_words() -> None:
    results = _results(facets={"tag": {"سوق الفوانيس القديم": 12, "fair": 3}})
    assert render_hits(results, ISOLATED).split("\n") == [
        "tag:",
        "      12  \u2068سوق الفوانيس\u2069",
        "          \u2068القديم\u2069",
        "       3  \u2068fair\u2069",
    ]
    assert render_hits(results, PLAIN).split("\n")[1] == "      12  سوق الفوانيس القديم"


def test_marks_take_no_width() -> None:
    vocalised = "مُعَلِّمُو المَدْرَسَةِ يَزْرَعُونَ"
    bare = "معلمو المدرسة يزرعون"
    for width in range(5, 25):
        lengths = [
            [len(line.split()) for line in render_text(text, Terminal(width=width)).split("\n")]
            for text in (vocalised, bare)
        ]
        assert lengths[0] == lengths[1]
