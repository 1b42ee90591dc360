"""JSON for other programs, harmless on a terminal."""

from typing import Any

from archive.json_lines import write_json


def render_json(value: Any) -> str:
    r"""Return JSON with letters of every script as they are, in their logical order.

    >>> print(render_json({"title": "قمح\u202e"}))
    {
      "title": "قمح\u202e"
    }
    """
    return write_json(value, indent=2)
