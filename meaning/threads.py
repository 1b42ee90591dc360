"""How many threads matrix products take."""

import os
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any

_MOST = 4


def one_thread() -> AbstractContextManager[Any]:
    """Keep NumPy's products on one thread inside the context, if threadpoolctl is installed.

    On cores that others use as well, threads that wait for each other cost many times the work.
    """
    controller = _controller()
    if controller is None:
        return nullcontext()
    limited: AbstractContextManager[Any] = controller.limit(limits=1, user_api="blas")
    return limited


def side_by_side() -> int:
    """Return how many threads may multiply at once, each on its own: one a core, 4 at most.

    One, if :func:`one_thread` cannot see to it that a product takes no further ones.
    """
    if _controller() is None:
        return 1
    affinity = getattr(os, "sched_getaffinity", None)
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    return min(cores, _MOST)


@cache
def _controller() -> Any:
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        return None
    return ThreadpoolController()
