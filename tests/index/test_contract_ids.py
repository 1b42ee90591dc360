"""Which articles an index has, for every engine."""

from index import SearchIndex
from tests.index.invented import ARTICLES, article


def test_ids_are_those_of_the_articles_it_has(index: SearchIndex) -> None:
    assert index.ids() == set()
    index.update(ARTICLES, last_change=9)
    assert index.ids() == {each.id for each in ARTICLES}
    index.update([article(ARTICLES[0].id, "Bakers"), article("en:1", "Bakers")], last_change=11)
    assert index.ids() == {each.id for each in ARTICLES} | {"en:1"}
    assert len(index.ids()) == index.count()
    index.replace_all([article("en:2", "Bakers")], last_change=12)
    assert index.ids() == {"en:2"}
