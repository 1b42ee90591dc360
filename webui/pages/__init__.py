"""The kinds of pages: one file each, listed here. A new kind is a file, a template and a row."""

from collections.abc import Mapping

from webui.answers import Answer
from webui.asked import Asked
from webui.pages import article, coverage, history, label, search, status, stories, story
from webui.pages.page_kind import PageKind

PAGES: Mapping[str, PageKind] = {
    "/": search.answer,
    "/search": search.answer,
    "/article/{id}/history": history.answer,
    "/article/{id}": article.answer,
    "/stories": stories.answer,
    "/story/{id}": story.answer,
    "/coverage": coverage.answer,
    "/status": status.answer,
}
"""By path, the first that fits; a part in braces is given as :attr:`webui.asked.Asked.names`. Every
path is there without the language of the interface, too."""

ACTIONS: Mapping[str, PageKind] = {"/story/{id}/label": label.answer}
"""The same for forms: all that may change anything."""

__all__ = ["ACTIONS", "PAGES", "Answer", "Asked", "PageKind"]
