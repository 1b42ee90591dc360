"""What was understood of a query, and what each of its words finds."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from languages import clean_text
from printing.days import minute_of
from printing.lines import isolated
from printing.reports import count_of
from printing.terminal import Terminal

if TYPE_CHECKING:
    from index.explanation import Explanation, Forms, WordFound

_LABEL_WIDTH = 12
_AS_WRITTEN = "as written"


def render_explanation(explanation: "Explanation | None", terminal: Terminal) -> str:
    """Return lines for the whole, its analyses, filters and words; ``""`` for none."""
    if explanation is None:
        return ""
    facts = [
        ("understood", explanation.understood),
        ("analysed as", ", ".join(explanation.languages)),
        *((name, _shown(value)) for name, value in explanation.filters.items()),
    ]
    lines = [_render_fact(label, value, terminal) for label, value in facts]
    for word in explanation.words:
        lines += _render_word(word, terminal)
    return "\n".join(lines)


def _render_word(word: "WordFound", terminal: Terminal) -> Iterator[str]:
    yield f"{_render_fact('word', word.text, terminal)}: {count_of(word.articles, 'article')}"
    for forms in word.forms:
        if forms.words:
            yield f"  {_render_forms(forms, terminal)}"


def _render_forms(forms: "Forms", terminal: Terminal) -> str:
    stems = dict.fromkeys(stem.removeprefix("s|").removeprefix("l|") for stem in forms.words)
    shown = isolated(clean_text(" ".join(stems)), terminal)
    count = "" if forms.articles is None else f": {count_of(forms.articles, 'article')}"
    return f"{forms.language or _AS_WRITTEN}: {shown}{count}"


def _render_fact(label: str, value: str, terminal: Terminal) -> str:
    return f"{f'{label}:'.ljust(_LABEL_WIDTH)} {isolated(clean_text(value), terminal)}"


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return minute_of(value)
    return ", ".join(value) if isinstance(value, tuple) else "yes"
