"""JSON for other programs, harmless on a terminal."""

import json
import re
from typing import Any

_HARMFUL = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What JSON allows as it is, but would steer a terminal or could not be written at all."""


def render_json(value: Any) -> str:
    r"""Return JSON with letters of every script as they are, in their logical order.

    >>> print(render_json({"title": "قمح\u202e"}))
    {
      "title": "قمح\u202e"
    }
    """
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return _HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
