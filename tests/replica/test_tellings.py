"""The newsroom and the extras as pages."""

from collections import Counter

import pytest

from replica.content import Page
from replica.editions import editions
from replica.stories import read_stories
from replica.tellings import postid, read_extras, read_newsroom

EXTRAS = list(read_extras())


@pytest.mark.parametrize("edition", editions())
def test_no_two_pages_share_address_or_post_id(edition: str) -> None:
    told = read_newsroom(read_stories())
    own = [page for page in (*told, *EXTRAS) if page.edition == edition]
    assert len({page.path for page in own}) == len(own)
    assert len({page.postid for page in own}) == len(own)


@pytest.mark.parametrize("edition", editions())
def test_each_edition_has_extras_of_every_kind(edition: str) -> None:
    kinds = {value: kind for kind, value in editions()[edition].posttypes.items()}
    own = [page for page in EXTRAS if page.edition == edition]
    here = Counter(kinds[page.value("posttype")] for page in own if not page.gone)
    wanted = Counter(video=3, newscast=2, podcast=1, infographic=1, gallery=1, author=2, coverage=1)
    assert here >= wanted
    assert sum(page.gone for page in own) >= 2


def test_a_newscast_lies_under_its_day() -> None:
    newscasts = [page for page in EXTRAS if page.path.startswith("/newscast/2026/4/11/")]
    assert {page.edition for page in newscasts} == set(editions())
    assert {page.type for page in newscasts} == {"videoobject"}


def test_post_ids_grow_with_time_but_in_spanish() -> None:
    def ids(edition: str) -> list[int]:
        pages = [page for page in EXTRAS if page.edition == edition]
        return [int(page.postid) for page in sorted(pages, key=_published)]

    assert ids("arabic") == sorted(ids("arabic"))
    assert ids("spanish") != sorted(ids("spanish"))


def test_a_post_id_depends_on_its_article_only() -> None:
    page = EXTRAS[0]
    assert postid(editions()[page.edition], page.published, page.title) == page.postid


def _published(page: Page) -> float:
    return page.published.timestamp()
