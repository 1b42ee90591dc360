"""Stories: a list of them, and one with its links."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from languages import clean_text
from printing.days import day_of, minute_of
from printing.directions import is_right_to_left
from printing.lines import FAINT, TITLE, paint, render_text
from printing.reports import count_of
from printing.tables import render_table
from printing.terminal import Terminal

if TYPE_CHECKING:
    from archive.article import Article
    from stories.calibration import AtThreshold, Calibration
    from stories.folder import Told
    from stories.links import Link
    from stories.story import Story, StoryArticle

MOST_LISTED = 20
"""Stories, unless more are asked for."""
_RIGHT_TO_LEFT = frozenset({"arabic"})
_INDENT = "  "


def render_stories(stories: Sequence["Story"], terminal: Terminal) -> str:
    """Return stories: a line each, and a line for each article."""
    return "\n\n".join("\n".join(_story_lines(story, terminal)) for story in stories)


def render_story_count(shown: int, total: int, offset: int) -> str:
    """Return how many stories there are, and which are shown."""
    count = "1 story" if total == 1 else f"{total or 'no'} stories"
    part = f", {offset + 1} to {offset + shown} shown" if 0 < shown < total else ""
    return f"{count}{part}"


def render_story(told: "Told", terminal: Terminal) -> str:
    """Return a story, the links that hold it together, and apart what may belong to it."""
    if told.story is None:
        article = next(iter(told.articles.values()))
        blocks = [f"{clean_text(article.id)} is in no story"]
    else:
        blocks = ["\n".join(_story_lines(told.story, terminal))]
        blocks += [_link(link, told.articles, terminal) for link in told.story.links]
    if told.possible:
        blocks.append(paint("possible, not counted as the same story:", TITLE, terminal))
        blocks += [_link(link, told.articles, terminal) for link in told.possible]
    return "\n\n".join(blocks)


def render_calibration(calibration: "Calibration") -> str:
    """Return how the thresholds do, as a table and a line."""
    head = f"{calibration.confirmed} confirmed, {calibration.rejected} rejected"
    rows = [
        ("likely (in use)", *_figures(calibration.likely)),
        ("possible (in use)", *_figures(calibration.possible)),
        *(("", *_figures(each)) for each in calibration.curve),
    ]
    unknown = count_of(calibration.unknown, "label")
    left_out = f"; {unknown} of unknown articles left out" if calibration.unknown else ""
    table = render_table(("", "threshold", "precision", "recall"), rows, Terminal())
    return f"{head}{left_out}\n\n{table}"


def _figures(at: "AtThreshold") -> tuple[str, str, str]:
    shares = ("-" if share is None else f"{share:.2f}" for share in (at.precision, at.recall))
    precision, recall = shares
    return f"{at.threshold:.2f}", precision, recall


def _story_lines(story: "Story", terminal: Terminal) -> list[str]:
    head = f"{story.id}  {day_of(story.articles[0].published)}  "
    head += f"{', '.join(story.editions)}  confidence {story.confidence:.2f}"
    lines = [paint(head, FAINT, terminal)]
    for article in story.articles:
        lines.append(paint(_place(article), FAINT, terminal))
        lines.append(_title(article.title, article.edition, terminal))
    return lines


def _place(article: "StoryArticle") -> str:
    when = minute_of(article.published) or day_of(article.published)
    return _INDENT + f"{when}  {article.edition}  {clean_text(article.id)}"


def _title(title: str, edition: str, terminal: Terminal) -> str:
    return render_text(
        title,
        terminal,
        style=TITLE,
        indent=_INDENT,
        right_to_left=edition in _RIGHT_TO_LEFT or None,
    )


def _link(link: "Link", articles: Mapping[str, "Article"], terminal: Terminal) -> str:
    cosine = "" if link.cosine is None else f"meaning {link.cosine:.2f}, "
    head = f"{link.a} - {link.b}: {link.grade}, score {link.score:.2f}"
    lines = [f"{head} ({cosine}names {link.names:.2f}), {link.hours_apart:g} hours apart"]
    if link.grade == "possible":
        lines += [
            render_text(
                article.title,
                terminal,
                indent=_INDENT,
                right_to_left=is_right_to_left(article.title, article),
            )
            for id in (link.a, link.b)
            if (article := articles.get(id))
        ]
    for kind, values in link.shared.items():
        if values:
            shown = f"both name {kind}: {', '.join(values)}"
            lines.append(render_text(shown, terminal, indent=_INDENT, right_to_left=False))
    return "\n".join(lines)
