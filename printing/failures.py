"""What went wrong, on one line of standard error."""

from languages import clean_text
from printing.lines import width_of

_AROUND = 40
"""Characters of a long query shown on each side of the place."""


def render_failure(sentence: str) -> str:
    """Return the line for an error."""
    return f"error: {clean_text(sentence)}"


def render_query_failure(message: str, text: str, position: int) -> str:
    """Return the line for a query that cannot be read, and below it a caret under the place.

    Args:
        message: What is wrong.
        text: The query; of a long one the part around the place is shown.
        position: The place, in characters from 0.
    """
    before = clean_text(f"[{text[max(position - _AROUND, 0) : position]}")[1:]
    before = before + " " if before and text[position - 1 : position].isspace() else before
    after = clean_text(f"{text[position : position + _AROUND]}]")[:-1]
    start = f"{render_failure(message)}: "
    return f"{start}{before}{after}\n{' ' * width_of(start + before)}^"
