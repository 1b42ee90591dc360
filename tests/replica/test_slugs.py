"""The two slug rules, on invented titles of the kinds that were measured."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replica.slugs import MAX_SLUG_LENGTH, new_slug, old_slug

CASES = [
    # title, new rule, old rule
    ("Ferry returns to Tessaly", "ferry-returns-to-tessaly", "ferry-returns-to-tessaly"),
    ("Holloway: a calm winter", "holloway--a-calm-winter", "holloway:-a-calm-winter"),
    ('"The Bell": town votes', "-the-bell---town-votes", "the-bell:-town-votes"),
    (
        "Rain ends.. and frost follows",
        "rain-ends---and-frost-follows",
        "rain-ends-and-frost-follows",
    ),
    ("Mill - museum", "mill---museum", "mill---museum"),
    ("Up 1.5% in May", "up-1-5--in-may", "up-15-in-may"),
    ("Review |  the old bridge", "review---the-old-bridge", "review-the-old-bridge"),
    ("Town's snow_man", "town-s-snow-man", "towns-snowman"),
    ("Diálogo con la niña", "diálogo-con-la-niña", "diálogo-con-la-niña"),
    ("مُشدِّداً على «الهدوء»: لا", "مشددا-على--الهدوء---لا", "مشددا-على-الهدوء:-لا"),
    ("إلى مدرسةٍ في القُرى ـ آب", "إلى-مدرسة-في-القرى-ـ-آب", "إلى-مدرسة-في-القرى-ـ-آب"),
    ("Is it open?", "is-it-open", "is-it-open"),
]


@pytest.mark.parametrize(("title", "new", "old"), CASES, ids=[case[0] for case in CASES])
def test_both_rules(title: str, new: str, old: str) -> None:
    assert (new_slug(title), old_slug(title)) == (new, old)


def test_a_long_title_is_cut_in_a_word() -> None:
    title = "The lighthouse keepers of the northern islands meet again in Ardmouth"
    assert new_slug(title) == "the-lighthouse-keepers-of-the-northern-islands-meet-again-in"
    assert old_slug(f"x{title}") == "xthe-lighthouse-keepers-of-the-northern-islands-meet-again-i"


@pytest.mark.parametrize("rule", [new_slug, old_slug])
@given(title=st.text(max_size=200))
def test_what_holds_for_every_title(rule: Callable[[str], str], title: str) -> None:
    slug = rule(title)
    assert len(slug) <= MAX_SLUG_LENGTH
    assert not slug.endswith("-")
    assert not set(slug) & set(' "/?#%\n\u064b\u0651')
    assert all(unicodedata.category(each)[0] not in "PSZC" or each in "-:" for each in slug)
