import json
from datetime import UTC, datetime

import pytest

from index import Query, SearchIndex, parse_query
from index.explanation import Explanation, Forms, WordFound, explain


def explained(index: SearchIndex, text: str, query: Query | None = None) -> Explanation:
    return explain(index, query or Query(text=text), parse_query(text))


def test_the_whole_and_its_filters(stocked: SearchIndex) -> None:
    since = datetime(2024, 1, 1, tzinfo=UTC)
    query = Query(tags=("trade",), versions=True, since=since, limit=3, facets=("kind",))
    told = explained(stocked, "wheat OR barley -flour", query)
    assert told.understood == "wheat OR (barley AND NOT flour)"
    assert told.languages == ("en", "es")
    assert told.filters == {"tags": ("trade",), "versions": True, "since": since}
    assert [word.text for word in told.words] == ["wheat", "barley", "flour"]
    values = told.as_json()
    assert json.loads(json.dumps(values)) == values
    assert values["filters"] == {
        "tags": ["trade"],
        "versions": True,
        "since": "2024-01-01T00:00:00Z",
    }


_EN_ES = (Forms(language="en", words=("terminl",)), Forms(language="es", words=("terminl",)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "terminals",
            WordFound(
                text="terminals",
                articles=2,
                forms=(
                    Forms(language="en", words=("termin",), articles=2),
                    Forms(language="es", words=("terminals",), articles=0),
                ),
            ),
        ),
        (
            "مدارس",
            WordFound(
                text="مدارس",
                articles=1,
                forms=(Forms(language="ar", words=("s|مدارس", "l|مدارس"), articles=1),),
            ),
        ),
        (
            '"dry spring"',
            WordFound(
                text='"dry spring"',
                articles=2,
                forms=(Forms(language="", words=("dry", "spring")),),
            ),
        ),
        (
            "title:harv*",
            WordFound(
                text="title:harv*",
                articles=1,
                forms=(Forms(language="", words=("harv*",)),),
            ),
        ),
        (
            "terminl~",
            WordFound(
                text="terminl~2",
                articles=3,
                forms=(*_EN_ES, Forms(language="", words=("terminal",))),
            ),
        ),
        (
            "tag:harvest",
            WordFound(
                text="tag:harvest", articles=1, forms=(Forms(language="", words=("harvest",)),)
            ),
        ),
        ("kind:news", WordFound(text="kind:news", articles=7, forms=())),
        (
            "title:terminl",
            WordFound(text="title:terminl", articles=0, forms=_EN_ES),
        ),
    ],
)
def test_a_word(stocked: SearchIndex, text: str, expected: WordFound) -> None:
    assert explained(stocked, text).words == (expected,)
