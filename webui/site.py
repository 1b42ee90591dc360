"""What a running site is about, and how much work it takes on."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A data folder to be shown, and the bounds on what a request may cost."""

    folder: Path
    """The data folder."""
    engine: str = "whoosh"
    names: frozenset[str] | None = None
    """What the site may be called in an address, without port, in small letters; ``None``: as
    anyone likes. A page elsewhere could else have its own name lead here, and read along."""
    threads: int = 2
    """So many requests are worked on at once, each with files of its own. Python works on one at a
    time anyway: more threads only wait for each other, and each has its own share of the index."""
    max_waiting: int = 200
    """So many more may wait; others are told to come back."""
    time_limit_s: float = 20.0
    """A request that takes longer, with its wait, is answered with an error."""
    token: str = field(default_factory=secrets.token_urlsafe, repr=False)
    """In every form that changes something: only a page of this running site can know it."""

    @property
    def takes_labels(self) -> bool:
        """Whether readers may say what belongs together: only where nobody else can reach it."""
        return self.names is not None
