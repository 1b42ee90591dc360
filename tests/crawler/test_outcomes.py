"""Every way in which asking for an address can end has its name."""

from typing import get_args

import pytest
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectionLost

from archive.frontier import Outcome
from crawler.outcomes import End, ForeignRedirect, end_of_failure, end_of_status


def test_a_page_to_read_is_no_end() -> None:
    assert end_of_status(200) is None


@pytest.mark.parametrize(
    ("status", "key"),
    [
        (204, "failed/204"),
        (301, "failed/301"),
        (304, "unchanged"),
        (400, "failed/400"),
        (401, "blocked/401"),
        (403, "blocked/403"),
        (404, "gone/404"),
        (410, "gone/410"),
        (429, "failed/429"),
        (451, "blocked/451"),
        (500, "failed/500"),
        (503, "failed/503"),
        (999, "failed/999"),
    ],
)
def test_ends_of_statuses(status: int, key: str) -> None:
    end = end_of_status(status)
    assert end is not None
    assert end.key == key


def test_not_modified_is_no_answer_to_who_has_nothing() -> None:
    assert end_of_status(304, conditional=False) == End("failed", "304")


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (IgnoreRequest("Forbidden by robots.txt"), "blocked/robots"),
        (IgnoreRequest("max redirections reached"), "refused/redirect-loop"),
        (
            IgnoreRequest("Ignored response <200 http://x/> because its body exceeded"),
            "refused/too-large",
        ),
        (IgnoreRequest("Filtered offsite request to 'x'"), "refused/ignored"),
        (IgnoreRequest(), "refused/ignored"),
        (ForeignRedirect("Forbidden by robots.txt"), "refused/foreign-redirect"),
        (CannotResolveHostError("x"), "failed/host-unknown"),
        (DownloadConnectionRefusedError(), "failed/connection-refused"),
        (DownloadTimeoutError(), "failed/timeout"),
        (DownloadCancelledError(), "refused/too-large"),
        (ResponseDataLossError(), "failed/cut"),
        (DownloadFailedError(), "failed/connection"),
        (UnsupportedURLSchemeError(), "refused/not-web"),
        (ConnectionLost(), "failed/ConnectionLost"),
        (NotSupported(), "failed/NotSupported"),
        (RuntimeError("a bug"), "failed/RuntimeError"),
    ],
)
def test_ends_of_failures(error: BaseException, key: str) -> None:
    end = end_of_failure(error)
    assert end.key == key
    assert end.outcome in get_args(Outcome)


def test_the_key_of_an_end_without_reason() -> None:
    assert End("duplicate", "").key == "duplicate"
