"""A web page at an address that a person gave: fetched without ever reaching into the server's own network.

The names of a host are resolved once, every address must be a public one, and the connection goes to the address that
was checked: a second look-up could give another (DNS rebinding). Each redirect is checked in the same way.
"""

import http.client
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TypeAlias
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from mapping.errors import DocumentError

Resolve: TypeAlias = Callable[[str, int], Sequence[str]]
Connect: TypeAlias = Callable[[str, int, float], socket.socket]

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_KINDS = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt"}
_MAX_URL_CHARS = 2000
_CHUNK_BYTES = 65_536
_SAFE = "/%:=&?~#+!$,;'@()*[]"
# Stands for an address of IPv4 where a network has none: RFC 6052.
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchLimits:
    """What a fetch may take: bytes of the page once unpacked, seconds in all, redirects to follow."""

    bytes: int = 5_000_000
    seconds: float = 20.0
    redirects: int = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchedPage:
    """A page as it came: its address after redirects, its bytes, and the suffix that a file of its kind has."""

    url: str
    body: bytes
    suffix: str


def resolve_host(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a host, as the system's resolver gives them.

    Raises:
        OSError: It knows none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def open_connection(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to an address, which is no name.

    Raises:
        OSError: It cannot be reached.
    """
    return socket.create_connection((address, port), timeout=seconds)


def fetch_page(
    url: str,
    *,
    resolve: Resolve = resolve_host,
    connect: Connect = open_connection,
    limits: FetchLimits = FetchLimits(),
) -> FetchedPage:
    """Fetch a web page or plain text. The environment's proxies are not asked.

    Args:
        url: http or https, on port 80 or 443, without a user's name in it.
        resolve: Host and port to addresses.
        connect: Address, port and seconds to a connection.
        limits: What it may take.

    Raises:
        DocumentError: The address may not be fetched, cannot be reached, takes too long, is too large, or is no page.
    """
    watch = _Watch(limits.seconds)
    try:
        for _ in range(limits.redirects + 1):
            answer = _ask(url, resolve, connect, limits, watch)
            if watch.is_over:  # a connection that was broken off looks like the end of a page of unknown length
                raise TimeoutError
            if isinstance(answer, FetchedPage):
                return answer
            url = answer
        raise DocumentError(f"the address redirects more than {limits.redirects} times: give the page's own address")
    except (DocumentError, OSError, http.client.HTTPException, zlib.error) as error:
        if watch.is_over or isinstance(error, TimeoutError):  # the socket's own limit may strike first
            raise DocumentError(
                f"the page took more than {limits.seconds:g} seconds: save it and add the file"
            ) from error
        if isinstance(error, DocumentError):
            raise
        raise DocumentError(f"{_host_of(url)} cannot be read: {_explain(error)}") from error
    finally:
        watch.stop()


def check_url(url: str) -> SplitResult:
    """The parts of an address that may be asked for.

    Raises:
        DocumentError: Its form alone forbids it.
    """
    text = url.strip()
    if len(text) > _MAX_URL_CHARS or any(character.isspace() or not character.isprintable() for character in text):
        raise DocumentError("this is not the address of a web page: it has blanks in it, or is too long")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise DocumentError(f"this is not the address of a web page: {error}") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise DocumentError("this is not the address of a web page: it must begin with http:// or https://")
    if port not in (None, *_PORTS.values()):
        raise DocumentError(f"port {port} is not asked: web pages are on 80 and 443")
    if "@" in parts.netloc:
        raise DocumentError("an address with a user's name in it is not asked")
    return parts


def is_public(address: str) -> bool:
    """Whether an address belongs to the public internet; one of IPv6 that carries one of IPv4 is judged by both."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found in _NAT64:
        return _is_public(IPv4Address(int(found) & 0xFFFFFFFF))
    return all(_is_public(each) for each in (found, *_find_inner(found)))


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _find_inner(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(address, IPv4Address):
        return []
    inner = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()))
    return [each for each in inner if each is not None]


class _Watch:
    """Breaks off the connection at hand when the time is over, whatever the other side is waiting for."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def hold(self, connection: socket.socket) -> None:
        self._socket = connection
        if self.is_over:
            self._end()

    def stop(self) -> None:
        self._timer.cancel()

    def _end(self) -> None:
        self.is_over = True
        if self._socket is not None:
            with suppress(OSError):  # closed already
                # The plain socket's own method: that of TLS would take the reading thread's state away.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _ask(url: str, resolve: Resolve, connect: Connect, limits: FetchLimits, watch: _Watch) -> FetchedPage | str:
    """The page, or the address that it redirects to."""
    parts = check_url(url)
    host, port = _encode_host(parts), parts.port or _PORTS[parts.scheme]
    address = _find_address(host, port, resolve, limits.seconds)
    connection = http.client.HTTPConnection(host, port, timeout=limits.seconds)
    raw = connect(address, port, limits.seconds)
    try:
        watch.hold(raw)
        if parts.scheme == "https":
            raw = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
            watch.hold(raw)
        connection.sock = raw
        _send(connection, parts, host)
        with connection.getresponse() as answer:
            if answer.status in _REDIRECTS:
                return _join(url, answer.getheader("Location") or "")
            return _take(answer, url, limits)
    finally:
        raw.close()
        connection.close()


def _join(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise DocumentError(f"it redirects to {location!r}, which is not the address of a web page") from error


def _find_address(host: str, port: int, resolve: Resolve, seconds: float) -> str:
    """The address to connect to; every one that the host has must be public."""
    addresses = _resolve_in_time(host, port, resolve, seconds)
    private = [address for address in addresses if not is_public(address)]
    if private or not addresses:
        raise DocumentError(f"{host} is not on the public internet ({', '.join(private) or 'no address'}): not asked")
    return addresses[0]


def _resolve_in_time(host: str, port: int, resolve: Resolve, seconds: float) -> Sequence[str]:
    """The system's resolver knows no limit of its own: it is waited for, and then left to itself."""
    found: list[Sequence[str] | Exception] = []

    def run() -> None:
        try:
            found.append(resolve(host, port))
        except (OSError, UnicodeError) as error:
            found.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not found or isinstance(found[0], Exception):
        raise DocumentError(f"there is no host {host!r}, or its name cannot be looked up now")
    return found[0]


def _encode_host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise DocumentError(f"{host!r} cannot be the name of a host") from error


def _send(connection: http.client.HTTPConnection, parts: SplitResult, host: str) -> None:
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    port = "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"
    connection.putrequest("GET", target, skip_host=True, skip_accept_encoding=True)
    connection.putheader("Host", f"[{host}]{port}" if ":" in host else f"{host}{port}")
    connection.putheader("User-Agent", "Dateline")
    connection.putheader("Accept", "text/html, application/xhtml+xml, text/plain;q=0.8")
    connection.putheader("Accept-Encoding", "gzip")
    connection.putheader("Connection", "close")
    connection.endheaders()


def _take(answer: http.client.HTTPResponse, url: str, limits: FetchLimits) -> FetchedPage:
    if answer.status != http.client.OK:
        raise DocumentError(f"{_host_of(url)} answered with {answer.status} {answer.reason}")
    kind = (answer.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    if kind not in _KINDS:
        raise DocumentError(f"the address gives {kind or 'something of no named kind'}, not a web page or plain text")
    packed = (answer.getheader("Content-Encoding") or "identity").strip().lower()
    if packed not in ("identity", "gzip"):
        raise DocumentError(f"the page is packed as {packed}, which was not asked for")
    return FetchedPage(url=url, body=_read_body(answer, limits.bytes, is_gzip=packed == "gzip"), suffix=_KINDS[kind])


def _read_body(answer: http.client.HTTPResponse, limit: int, *, is_gzip: bool) -> bytes:
    """The page unpacked; unpacking stops at the limit, however little came."""
    unpacker = zlib.decompressobj(31) if is_gzip else None
    pieces, size = [], 0
    while chunk := answer.read1(_CHUNK_BYTES):
        piece = unpacker.decompress(chunk, limit - size + 1) if unpacker else chunk
        size += len(piece)
        if size > limit:
            raise DocumentError(f"the page has more than {limit:,} bytes: save it, cut it down and add the file")
        pieces.append(piece)
    if answer.length or (unpacker and not unpacker.eof):
        raise http.client.IncompleteRead(b"")
    return b"".join(pieces)


def _host_of(url: str) -> str:
    return urlsplit(url).hostname or "the address"


def _explain(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return f"no secure connection ({error.reason or 'TLS'})"
    if isinstance(error, OSError):
        return error.strerror or "no connection"
    return "its answer is broken off, or no HTTP"
