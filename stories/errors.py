"""What can go wrong with stories."""


class StoriesError(Exception):
    """What can go wrong with stories, as one sentence that says what to do.

    ``StoriesError``
    ├── ``StoriesBusyError``      another process held the file for too long
    ├── ``StoriesFullError``      the disk is full
    ├── ``StoriesReadOnlyError``  the file may not be written
    ├── ``StoriesDamagedError``   the file is damaged, or none of ours
    ├── ``StoriesOutdatedError``  the file was made by other rules than this program's
    └── ``MeaningFailedError``    there are no vectors: the encoder or their store cannot be used
    """


class StoriesBusyError(StoriesError):
    """Another process held the file for longer than the time limit."""


class StoriesFullError(StoriesError):
    """The disk is full; what was stored before is whole."""


class StoriesReadOnlyError(StoriesError):
    """The file or its folder may not be written."""


class StoriesDamagedError(StoriesError):
    """The file is damaged, or none of ours."""


class StoriesOutdatedError(StoriesError):
    """The file was made by other rules than this program's."""


class MeaningFailedError(StoriesError):
    """There are no vectors: the encoder or their store cannot be used."""
