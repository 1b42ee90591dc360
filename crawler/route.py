"""Where an edition is fetched from: its own host, or a mirror of it."""

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit, urlunsplit

from archive.urls import HOSTS, canonical_url, edition_of_url, request_url

_PORTS = {"http": 80, "https": 443}


class Route:
    """Maps addresses of the real host to those that are asked, and back."""

    def __init__(self, edition: str, site: str = "") -> None:
        self.edition = edition
        self.host = HOSTS[edition]
        self.mirror = urlsplit(site) if site else None

    @property
    def hosts(self) -> list[str]:
        """Hosts that may be asked."""
        return [self.mirror.hostname or ""] if self.mirror else [self.host]

    @property
    def is_local(self) -> bool:
        """Whether the mirror is on this machine, where there is nobody to be polite to."""
        if self.mirror is None:
            return False
        try:
            return ip_address(self.mirror.hostname or "").is_loopback
        except ValueError:
            return self.mirror.hostname == "localhost"

    def canonical(self, url: str) -> str | None:
        """Return the canonical address on the real host; ``None`` for what is not the edition's.

        Raises:
            ValueError: No web address at all.
        """
        parts = urlsplit(url.strip())
        if self.mirror is not None and _place(parts) == _place(self.mirror):
            url = urlunsplit(parts._replace(scheme="https", netloc=self.host))
        url = canonical_url(url)
        return url if edition_of_url(url) == self.edition else None

    def request_url(self, canonical: str) -> str:
        """Return the address to ask for a canonical one."""
        return self.on_host(request_url(canonical))

    def on_host(self, url: str) -> str:
        """Return an address of the edition as it is, on the host that is asked."""
        place = self.mirror or urlsplit(self.source_url(""))
        return urlunsplit(urlsplit(url)._replace(scheme=place.scheme, netloc=place.netloc))

    def source_url(self, path: str) -> str:
        """Return the canonical address of a path on the edition's host."""
        return f"https://{self.host}/{path.lstrip('/')}"


def _place(parts: SplitResult) -> tuple[str | None, int | None]:
    return parts.hostname, parts.port or _PORTS.get(parts.scheme)
