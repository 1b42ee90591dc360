"""Bringing vectors and stories up to date from the command line."""

import sys
from typing import TYPE_CHECKING

from printing.command_line import say

if TYPE_CHECKING:
    from stories.folder import Synced


def sync_stories(*, is_needed: bool = True, anew: bool = False) -> "Synced | None":
    """Bring vectors and stories of the data folder up to date; say on the way how far that is.

    Args:
        is_needed: Otherwise, stories that are up to date are left alone at little cost, and a
            folder that may not be written is only told of.
        anew: Make links and stories anew.
    """
    from archive.data_folder import data_folder
    from meaning.opening import encoder_name
    from printing.progress import ProgressLine
    from stories.errors import StoriesReadOnlyError
    from stories.folder import are_current
    from stories.folder import sync_stories as sync

    folder = data_folder()
    if not is_needed and are_current(folder, encoder_name()):
        return None
    try:
        with (
            ProgressLine(sys.stderr, "changes encoded:") as encoding,
            ProgressLine(sys.stderr, "steps linked:") as linking,
        ):
            return sync(
                folder,
                encoder_name(),
                note=_say_note,
                encoding=encoding,
                linking=linking,
                anew=anew,
            )
    except StoriesReadOnlyError as error:
        if is_needed:
            raise
        _say_note(f"new articles are not linked: {error}")
        return None


def sync_meaning(*, anew: bool = False) -> dict[str, int]:
    """Bring vectors, stories and what searches across languages read up to date, or make them anew.

    Returns:
        How many articles were encoded, and how many linked.
    """
    from archive.data_folder import data_folder
    from meaning.opening import encoder_name
    from stories.folder import remove_vectors_of, sync_across_of

    if anew:
        remove_vectors_of(data_folder(), encoder_name())
    synced = sync_stories(anew=anew)
    sync_across_of(data_folder(), encoder_name())
    return {} if synced is None else {"encoded": synced.encoded, "linked": synced.linked}


def _say_note(line: str) -> None:
    from languages import clean_text

    say(clean_text(line), err=True)
