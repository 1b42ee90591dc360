"""Which articles an index has, and which of them a query finds, for every engine.

Whatever else the contract asks for is asked for as ids, too: :func:`tests.index.finding.ids`.
"""

from typing import Any

import pytest

from index import Query, SearchIndex, parse_query
from tests.index.invented import ARTICLES, article


def _ids(index: SearchIndex, text: str = "", **fields: Any) -> set[str]:
    return index.ids(Query(text=text, **fields), parse_query(text))


def test_ids_are_those_of_the_articles_it_has(index: SearchIndex) -> None:
    assert _ids(index) == set()
    index.update(ARTICLES, last_change=9)
    assert _ids(index) == {each.id for each in ARTICLES}
    index.update([article(ARTICLES[0].id, "Bakers"), article("en:1", "Bakers")], last_change=11)
    assert _ids(index) == {each.id for each in ARTICLES} | {"en:1"}
    assert _ids(index, "bakers -title:dry") == {ARTICLES[0].id, "en:1"}
    assert len(_ids(index)) == index.count()
    index.replace_all([article("en:2", "Bakers")], last_change=12)
    assert _ids(index) == _ids(index, "bakers") == {"en:2"}


@pytest.mark.parametrize(
    "shown", [{"limit": 0}, {"limit": 1}, {"offset": 99}, {"sort": "date"}, {"facets": ("tag",)}]
)
def test_ids_are_those_of_all_slices(stocked: SearchIndex, shown: dict[str, Any]) -> None:
    assert _ids(stocked, **shown) == {each.id for each in ARTICLES}
    assert _ids(stocked, "wheat", **shown) == {"en:101", "en:102"}
    assert _ids(stocked, editions=("spanish",), **shown) == {"es:301", "es:302"}
