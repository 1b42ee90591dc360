"""A comparison as one self-contained HTML page, without script, to send, keep or print."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from languages import clean_text
from printing.comparison_words import (
    NOT_FOUND,
    headline_of,
    labels_of,
    lag_of,
    method_of,
    number_of,
    place_of,
)
from printing.days import NO_DAY, minute_of
from printing.markup import Markup, element, joined, link_to, text_in
from printing.reports import count_of
from stories.alignment import Alone
from stories.comparison import Comparison, Timing
from stories.comparison_json import country_name, image_file, shown_name
from stories.figures import NumberRow
from stories.likeness import Evidence
from stories.tellings import Telling

_STYLE = Path(__file__).with_name("comparison_page.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_HOW_TO_READ = (
    "Sentences are compared by machine. “Only in” means that no sentence of the other articles is "
    "like enough: the best similarity is given, so that you can judge. “Not found” does not mean "
    "that a name was left out on purpose: it may be spelt in a way that was not recognised. "
    "Conflicts are numbers that seem to count the same thing; read the sentences. Words are "
    "counted, and nothing is concluded from the counts."
)


class _Page(NamedTuple):
    """What is shown."""

    comparison: Comparison
    labels: Mapping[str, str]

    def columns(self, cells: Iterable[Markup]) -> Markup:
        """Return cells side by side, one below the other on a narrow screen."""
        style = f"--count: {len(self.comparison.tellings)}"
        return element("div", *cells, class_="columns", style=style)


def render_comparison_page(comparison: Comparison) -> str:
    """Return the page, which loads nothing. Its links go to the articles on their site."""
    page = _Page(comparison, labels_of(comparison))
    title = comparison.tellings[0].article.title if comparison.tellings else "Comparison"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name_="referrer", content="no-referrer"),
        element("title", f"{title} – comparison"),
        element("style", Markup(_STYLE.read_text(encoding="utf-8"))),
    )
    sections = [(slug, name, body) for slug, name, body in _sections(page) if body]
    body = element(
        "body",
        _header(page, [(slug, name) for slug, name, _ in sections]),
        element("main", *(_section(*each) for each in sections)),
        element("footer", element("p", _HOW_TO_READ, class_="faint")),
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en', dir='ltr')}\n"


def _header(page: _Page, sections: Sequence[tuple[str, str]]) -> Markup:
    tellings = page.comparison.tellings
    titles = [text_in(each.article.title, each.language, "h1") for each in tellings[:1]]
    links = [element("li", element("a", name, href=f"#{slug}")) for slug, name in sections]
    return element(
        "header",
        *titles,
        element("p", headline_of(page.comparison)),
        element("p", method_of(page.comparison), class_="faint"),
        element("nav", element("ul", *links), aria_label="Sections"),
    )


def _section(slug: str, name: str, body: Sequence[Markup]) -> Markup:
    heading = element("h2", name, id=f"{slug}-heading")
    return element("section", heading, *body, id=slug, aria_labelledby=f"{slug}-heading")


def _sections(page: _Page) -> Iterator[tuple[str, str, Sequence[Markup]]]:
    comparison = page.comparison
    yield "conflicts", "Conflicting numbers", [*_conflicts(page)]
    yield "articles", "Articles", [page.columns(_cards(page))]
    yield "together", "Said by several", [*_rows(page)]
    alone = [_alone_in(page, telling) for telling in comparison.tellings]
    yield "alone", "Only in one", [page.columns(alone)] if len(alone) > 1 else []
    numbers = [
        (number_of(row.value) + (" – conflict" if row.against else ""), row.printed)
        for row in comparison.numbers
    ]
    yield "numbers", "Numbers", _table(page, "Number", numbers)
    countries = [
        (f"{country_name(row.key)} ({row.key})", row.printed) for row in comparison.countries
    ]
    yield "countries", "Countries", _table(page, "Country", countries)
    names = [(shown_name(row.printed), row.printed) for row in comparison.names]
    yield "names", "Names", _table(page, "Name", names)
    yield "quoted", "Quoted", _quoted(page)
    yield "words", "Words counted", _terms(page)
    yield "tags", "Tags", [page.columns(_tags(page))] if _has_tags(page) else []
    yield "evidence", "Evidence", [*_evidence(page)]


def _conflicts(page: _Page) -> Iterator[Markup]:
    for row in page.comparison.numbers:
        if row.against:
            against = " and ".join(map(number_of, row.against))
            value = element("strong", number_of(row.value))
            places = [_stands(page, row, id) for id in row.sentences]
            head = element("p", value, f" against {against}")
            yield element("div", head, *places, class_="card conflict")


def _stands(page: _Page, row: NumberRow, id: str) -> Markup:
    telling = page.comparison.telling(id)
    sentence = telling.texts[row.sentences[id][0]]
    who = element("span", page.labels[id], class_="who")
    return element("div", who, _marked(sentence, row.printed[id], telling.language))


def _marked(sentence: str, parts: Iterable[str], language: str) -> Markup:
    """Return a sentence with the first of some parts that it has marked."""
    part = next((each for each in parts if each in sentence), "")
    before, _, after = sentence.partition(part) if part else (sentence, "", "")
    marked = element("mark", part) if part else Markup()
    inner = joined(before, marked, after) if part else joined(sentence)
    return text_in(inner, language, "p")


def _cards(page: _Page) -> Iterator[Markup]:
    for telling, timing in zip(page.comparison.tellings, page.comparison.timing, strict=True):
        article = telling.article
        who = element("p", f"{page.labels[telling.id]}, {lag_of(timing)}", class_="who")
        lead = text_in(article.lead, telling.language, "p") if clean_text(article.lead) else ""
        facts = element("dl", *_facts(page, telling, timing))
        title = text_in(article.title, telling.language, "h3")
        yield element("article", who, title, lead, facts, class_="card")


def _facts(page: _Page, telling: Telling, timing: Timing) -> Iterator[Markup]:
    article = telling.article
    alone = page.comparison.alignment.alone[telling.id]
    words = article.word_count or len(article.body.split())
    is_updated = article.modified != article.published
    sentences = f"{count_of(len(telling.sentences), 'sentence')}, {len(alone)} of them only here"
    facts: list[tuple[str, str]] = [
        ("Article", link_to(article.url, article.id)),
        ("Published", minute_of(timing.published) or NO_DAY),
        ("Updated", minute_of(article.modified) if is_updated else ""),
        ("Kind", article.kind),
        ("Section", article.section),
        (
            "Authors",
            text_in(", ".join(article.authors), telling.language) if article.authors else "",
        ),
        ("Source", text_in(article.source, telling.language) if article.source else ""),
        ("Length", f"{count_of(words, 'word')}; {sentences}"),
        ("Image", image_file(article)),
        (
            "Caption",
            text_in(article.image_caption, telling.language) if article.image_caption else "",
        ),
    ]
    for name, value in facts:
        if value:
            yield element("dt", name)
            yield element("dd", value)


def _rows(page: _Page) -> Iterator[Markup]:
    for row in page.comparison.alignment.rows:
        cells = [
            _cell(page, each, row.sentences.get(each.id, ())) for each in page.comparison.tellings
        ]
        similarity = element("p", f"similarity {row.similarity:.2f}", class_="faint")
        yield element("div", similarity, page.columns(cells), class_="row")


def _cell(page: _Page, telling: Telling, numbers: Sequence[int]) -> Markup:
    who = element("span", page.labels[telling.id], class_="who")
    if not numbers:
        return element("div", who, element("p", NOT_FOUND, class_="absent"))
    texts = [text_in(telling.texts[number], telling.language, "p") for number in numbers]
    return element("div", who, *texts)


def _alone_in(page: _Page, telling: Telling) -> Markup:
    alone = page.comparison.alignment.alone[telling.id]
    items = [_alone_item(page, telling, each) for each in alone]
    heading = element("h3", f"Only in {page.labels[telling.id]}: {len(alone)}")
    return element("div", heading, element("ul", *items, class_="plain") if items else "")


def _alone_item(page: _Page, telling: Telling, alone: Alone) -> Markup:
    text = text_in(telling.texts[alone.sentence], telling.language, "div")
    if alone.nearest is None:
        return element("li", text)
    other = page.comparison.telling(alone.nearest.id)
    where = f"{place_of(alone.nearest.sentence)} of {page.labels[other.id]}"
    note = f"best similarity {alone.best_similarity:.2f}, to {where}"
    nearest = text_in(other.texts[alone.nearest.sentence], other.language, "p")
    return element("li", text, element("details", element("summary", note), nearest))


def _table(
    page: _Page, head: str, rows: Sequence[tuple[str, Mapping[str, Sequence[str]]]]
) -> Sequence[Markup]:
    """Return a table of what each article prints."""
    ids = [telling.id for telling in page.comparison.tellings]
    lines = [
        (_auto(name), [_printed(page, id, printed.get(id, ())) for id in ids])
        for name, printed in rows
    ]
    return _drawn(page, head, lines)


def _drawn(
    page: _Page, head: str, rows: Sequence[tuple[Markup, Sequence[Markup]]]
) -> Sequence[Markup]:
    if not rows:
        return []
    labels = [page.labels[telling.id] for telling in page.comparison.tellings]
    heads = [element("th", each, scope="col") for each in (head, *labels)]
    lines = [_line(name, cells, labels) for name, cells in rows]
    return [element("table", element("thead", element("tr", *heads)), element("tbody", *lines))]


def _line(name: Markup, cells: Sequence[Markup], labels: Sequence[str]) -> Markup:
    # On a narrow screen a cell has no head above it, and says itself whose it is.
    data = [
        element("td", element("span", f"{label}: ", class_="who"), cell)
        for label, cell in zip(labels, cells, strict=True)
    ]
    return element("tr", element("th", name, scope="row"), *data)


def _auto(text: str) -> Markup:
    return element("span", text, dir="auto")


def _printed(page: _Page, id: str, texts: Sequence[str]) -> Markup:
    if not texts:
        return element("span", NOT_FOUND, class_="absent")
    return text_in(" / ".join(texts), page.comparison.telling(id).language)


def _quoted(page: _Page) -> Sequence[Markup]:
    rows = []
    for row in page.comparison.quoted:
        name = shown_name(row.printed) + (" (unnamed)" if row.is_named is False else "")
        cells = []
        for telling in page.comparison.tellings:
            said = [
                text_in(each, telling.language, "p") for each in row.quotations.get(telling.id, ())
            ]
            cells.append(joined(_printed(page, telling.id, row.printed.get(telling.id, ())), *said))
        rows.append((_auto(name), cells))
    return _drawn(page, "Speaker", rows)


def _terms(page: _Page) -> Sequence[Markup]:
    ids = [telling.id for telling in page.comparison.tellings]
    rows = []
    for row in page.comparison.terms:
        cells = [joined(str(row.counts[id]), _forms(page, id, row.forms.get(id, {}))) for id in ids]
        rows.append((_auto(row.name), cells))
    return _drawn(page, "Term", rows)


def _forms(page: _Page, id: str, forms: Mapping[str, int]) -> Markup:
    if not forms:
        return Markup()
    language = page.comparison.telling(id).language
    told = ", ".join(f"{text} {count}" for text, count in forms.items())
    return joined(" ", text_in(told, language, class_="faint"))


def _has_tags(page: _Page) -> bool:
    return any(telling.article.tags for telling in page.comparison.tellings)


def _tags(page: _Page) -> Iterator[Markup]:
    for telling in page.comparison.tellings:
        who = element("span", page.labels[telling.id], class_="who")
        tags = [element("li", text_in(tag, telling.language)) for tag in telling.article.tags]
        items = element("ul", *tags) if tags else element("p", "none", class_="absent")
        yield element("div", who, items)


def _evidence(page: _Page) -> Iterator[Markup]:
    for each in page.comparison.evidence:
        pair = f"{page.labels[each.a]} and {page.labels[each.b]}"
        facts = [element("dt", "Score"), element("dd", _scores(each))]
        for kind, values in each.shared.items():
            if values:
                listed = [joined(_auto(value), "; ") for value in values[:-1]]
                facts += [element("dt", kind), element("dd", *listed, _auto(values[-1]))]
        yield element("div", element("h3", pair), element("dl", *facts), class_="card")


def _scores(evidence: Evidence) -> str:
    meaning = "" if evidence.cosine is None else f", meaning {evidence.cosine:.2f}"
    apart = "" if evidence.hours_apart is None else f", {evidence.hours_apart:.1f} h apart"
    grade = evidence.grade or "not linked; computed from these articles alone"
    return f"{evidence.score:.2f}{meaning}, names {evidence.names:.2f}{apart} ({grade})"
