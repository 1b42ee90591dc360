"""The language of queries, by example: what ``search --help-syntax`` prints and the docs have."""

from typing import NamedTuple


class Example(NamedTuple):
    """A query, and what it finds."""

    query: str
    meaning: str


EXAMPLES: tuple[tuple[str, tuple[Example, ...]], ...] = (
    (
        "Words find their other forms, and all must be there unless OR is between them.",
        (
            Example("wheat harvest", "both words, in any of their forms, anywhere"),
            Example("wheat AND harvest", "the same"),
            Example("wheat OR barley", "either; operators are capitals"),
            Example("wheat harvest OR drought", "AND binds tighter: the first two, or the third"),
            Example("wheat -barley", "without barley"),
            Example("wheat NOT barley", "the same"),
            Example("(wheat OR barley) harvest", "parentheses say what belongs together"),
            Example("مدرسة", "Arabic: with or without vowel marks, clitics, any alef"),
            Example("economica", "Spanish: with or without accents"),
        ),
    ),
    (
        "As written, but for case, accents and vowel marks.",
        (
            Example('"wheat harvest"', "exactly these words in a row"),
            Example("«حصاد القمح»", "other quotation marks do as well: «…» “…” „…“"),
            Example("harv*", "words that begin so; two letters at least"),
            Example("harvets~", "also words spelt nearly so: up to two letters wrong,"),
            Example("wheta~", "  one in a word of five letters or fewer"),
            Example("harvets~1", "how many, 1 or 2; always less than half of the word"),
        ),
    ),
    (
        "In one part of an article, or in what is known of it.",
        (
            Example("title:wheat", "in the title; also lead: and body:"),
            Example('title:("dry spring" OR drought)', "parentheses after a field"),
            Example('tag:"grain ports"', "in a tag, as written"),
            Example("author:velt", "in an author's name"),
            Example("country:romania", "in the country"),
            Example("source:agencies", "in the source"),
            Example("section:news/politics", "in the section"),
            Example("kind:video", "news, opinion, analysis, feature, video, …"),
            Example("lang:ar", "the language of the text: ar, en, es, …"),
            Example("edition:arabic", "english, arabic, spanish"),
            Example("id:en:1850881", "one article"),
        ),
    ),
    (
        "Published on days in Beirut.",
        (
            Example("date:2024-03-31", "that day; also a month or a year"),
            Example("date:2024-01..2024-03", "from the first day named to the last"),
            Example("date:2024-01..", "an open end; also date:..2024-03"),
        ),
    ),
    (
        "Everything.",
        (
            Example("*", "all articles; so does no query at all"),
            Example("-date:1900..2100", "all that have no date"),
        ),
    ),
)
"""Paragraphs, each with what it is about and its examples."""
