import pytest

from index import Query, parse_query
from index.chains import article_chain, article_language, query_chains
from tests.index.invented import article


@pytest.mark.parametrize(
    ("text", "languages", "chains"),
    [
        ("bread", (), ("en", "es")),
        ("خبز", (), ("ar",)),
        ("title:خبز", (), ("ar",)),
        ("خبز -bread", (), ("en", "ar", "es")),
        ("2024 30", (), ("en", "ar", "es")),
        ("", (), ("en", "ar", "es")),
        ("bread", ("ar",), ("ar",)),
        ("bread", ("es", "en"), ("es", "en")),
        ("bread", ("fr",), ("en", "es")),
        ("bread", ("fr", "ar"), ("en", "es")),
    ],
)
def test_words_are_read_as_languages_or_letters_say(
    text: str, languages: tuple[str, ...], chains: tuple[str, ...]
) -> None:
    query = Query(text=text, languages=languages)
    assert query_chains(query, parse_query(text)) == chains


@pytest.mark.parametrize(
    ("id_", "language", "known_as", "chain"),
    [
        ("en:1", "en", "en", "en"),
        ("en:1", "es", "es", "es"),
        ("en:1", "fr", "fr", "en"),
        ("ar:1", "", "ar", "ar"),
    ],
)
def test_articles_are_read_as_their_language_or_edition_says(
    id_: str, language: str, known_as: str, chain: str
) -> None:
    each = article(id_, "T", language=language)
    assert (article_language(each), article_chain(each)) == (known_as, chain)
