"""What a kind of page is to the rest of the site."""

from collections.abc import Callable

from webui.answers import Answer
from webui.asked import Asked
from webui.reading import Reader

PageKind = Callable[[Asked, Reader], Answer]
"""From what is asked to an answer; runs in a thread of its own. May raise
:class:`webui.failures.WebError`, ``ArchiveError`` and ``SearchError``."""
