"""One article, whole, to be read."""

from collections.abc import Iterator

from archive.article import Article
from languages import clean_text
from printing.days import minute_of
from printing.directions import is_right_to_left
from printing.lines import FAINT, TITLE, paint, render_text
from printing.terminal import Terminal

_LABEL_WIDTH = 14


def render_article(article: Article, terminal: Terminal, *, provenance: bool = False) -> str:
    """Return title, what is known of the article, lead and body.

    Args:
        article: The article.
        terminal: What may be written.
        provenance: Whether to say behind every value which source it comes from.
    """
    sources = article.provenance if provenance else {}
    facts = [
        _render_fact(label, value, sources.get(name, ""), terminal)
        for name, label, value in _facts(article)
        if value
    ]
    title = _render_paragraph(article.title, article, terminal, style=TITLE)
    title += _source(sources.get("title", ""))
    text = [article.lead, *article.body.split("\n\n")]
    paragraphs = [_render_paragraph(each, article, terminal) for each in text if clean_text(each)]
    return "\n\n".join([title, "\n".join(facts), *paragraphs])


def _render_paragraph(text: str, article: Article, terminal: Terminal, style: str = "") -> str:
    right_to_left = is_right_to_left(text, article)
    return render_text(text, terminal, style=style, right_to_left=right_to_left)


def _facts(article: Article) -> Iterator[tuple[str, str, str]]:
    """Yield field names, labels and values of all but title, lead and body."""
    yield "id", "id", f"{article.id}, version {article.version}"
    yield "url", "url", article.url
    yield "edition", "edition", article.edition
    yield "kind", "kind", article.kind
    yield "section", "section", article.section
    yield "published", "published", minute_of(article.published)
    yield "modified", "modified", minute_of(article.modified)
    yield "authors", "authors", ", ".join(article.authors)
    yield "source", "source", article.source
    yield "country", "country", article.country
    yield "coverage", "coverage", article.coverage
    yield "tags", "tags", ", ".join(article.tags)
    yield "language", "language", article.language
    yield "word_count", "words", str(article.word_count or "")
    yield "video_duration_s", "video", _duration(article.video_duration_s)
    yield "image_url", "image", article.image_url
    yield "image_caption", "caption", article.image_caption
    yield "related_urls", "related", " ".join(article.related_urls)
    yield "fetched", "fetched", minute_of(article.fetched)
    yield "gone", "gone since", minute_of(article.gone)


def _render_fact(label: str, value: str, source: str, terminal: Terminal) -> str:
    indent = " " * _LABEL_WIDTH
    lines = render_text(value, terminal, indent=indent)
    name = paint(f"{label}:", FAINT, terminal) + " " * (_LABEL_WIDTH - len(label) - 1)
    return name + lines.removeprefix(indent) + _source(source)


def _source(source: str) -> str:
    return f"  [{clean_text(source)}]" if source else ""


def _duration(seconds: int | None) -> str:
    return f"{seconds // 60} min {seconds % 60} s" if seconds else ""
