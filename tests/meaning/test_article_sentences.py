import pytest
from hypothesis import given
from hypothesis import strategies as st

from meaning.article_sentences import MAX_SENTENCES, article_language, article_sentences
from tests.archive.samples import an_article


def test_title_lead_and_body_come_in_order_with_their_places() -> None:
    article = an_article(
        title=" Dr. Daloub opens the market. At last ",
        lead="It opened. Rain fell.",
        body="Nobody came.\n\nIt closed again.",
    )

    assert [(each.part, each.text) for each in article_sentences(article)] == [
        ("title", "Dr. Daloub opens the market. At last"),
        ("lead", "It opened."),
        ("lead", "Rain fell."),
        ("body", "Nobody came."),
        ("body", "It closed again."),
    ]


def test_what_lead_and_title_said_is_not_said_again() -> None:
    article = an_article(
        title="The market opens", lead="It rained.", body="The market opens\n\nIt rained. It dried."
    )

    assert [each.text for each in article_sentences(article)] == [
        "The market opens",
        "It rained.",
        "It dried.",
    ]


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=200))
def test_places_are_those_of_the_texts(title: str, lead: str, body: str) -> None:
    article = an_article(title=title, lead=lead, body=body)

    for part, text, start, end in article_sentences(article):
        assert text
        assert getattr(article, part)[start:end] == text


def test_the_longest_article_is_bounded() -> None:
    body = " ".join(f"Sentence {number} stands here." for number in range(2000))

    assert len(article_sentences(an_article(body=body))) == MAX_SENTENCES


@pytest.mark.parametrize(("detected", "language"), [("", "es"), ("es", "es"), ("fr", "fr")])
def test_the_language_is_the_texts_or_else_the_editions(detected: str, language: str) -> None:
    assert article_language(an_article(edition="spanish", language=detected)) == language
