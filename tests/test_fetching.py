"""Tests of fetching a page: what is public is read, and nothing makes the server reach into its own network.

No name is looked up and nothing outside is reached: a stub says which addresses a host has, and connections to public
addresses end at a small server on this machine.
"""

import gzip
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress

import pytest

from mapping.errors import DocumentError
from mapping.fetching import FetchLimits, fetch_page, is_public, open_connection, resolve_host

PUBLIC, OTHER = "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"
PAGE = b"<html><body><p>Clashes broke out in Kirkuk.</p></body></html>"


def answer(body: bytes = PAGE, *headers: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    """A whole answer of HTTP."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def redirect(to: str) -> bytes:
    """An answer that leads elsewhere."""
    return answer(b"", f"Location: {to}", status="302 Found")


class Internet:
    """Hosts with their addresses, and what each path of the server behind all of them answers."""

    def __init__(self, port: int, answers: dict[str, bytes]) -> None:
        self.port = port
        self.answers = answers
        self.hosts: dict[str, Sequence[str]] = {"news.example": [PUBLIC]}
        self.asked: list[str] = []
        self.connected: list[tuple[str, int]] = []
        self.requests: list[bytes] = []

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """As `resolve_host`; a list of lists answers once with each."""
        self.asked.append(host)
        if host not in self.hosts:
            return resolve_host(host, port)  # numbers in any spelling; no name is ever left to the system
        found = self.hosts[host]
        return found.pop(0) if isinstance(found, list) and isinstance(found[0], list) else found

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        """As `open_connection`, to the server on this machine."""
        self.connected.append((address, port))
        return open_connection("127.0.0.1", self.port, seconds)

    def fetch(self, url: str, **limits: float) -> str:
        """Fetch a page and decode it."""
        made = FetchLimits(**({"seconds": 5.0} | limits))  # type: ignore[arg-type]
        return fetch_page(url, resolve=self.resolve, connect=self.connect, limits=made).body.decode()


@pytest.fixture
def internet() -> Iterator[Internet]:
    """A server that answers each connection once, by path."""
    listener = socket.create_server(("127.0.0.1", 0))
    world = Internet(listener.getsockname()[1], {"/": answer()})

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                request = connection.recv(65_536)
                world.requests.append(request)
                path = request.split(b" ")[1].decode("latin-1") if request.count(b" ") > 1 else ""
                reply = world.answers.get(path, answer(status="404 Not Found"))
                connection.sendall(reply)
                if reply.endswith(b"..."):  # a server that never comes to an end
                    connection.settimeout(10)
                    connection.recv(1)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield world
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


def test_a_public_page_is_read(internet: Internet) -> None:
    """The bytes, the address after redirects, and a suffix that tells the kind of file."""
    internet.answers["/a%20b?q=1"] = answer()
    page = fetch_page("http://news.example/a%20b?q=1#part", resolve=internet.resolve, connect=internet.connect)
    assert page.body == PAGE
    assert page.url == "http://news.example/a%20b?q=1#part"
    assert page.suffix == ".html"
    assert internet.connected == [(PUBLIC, 80)]
    [request] = internet.requests
    assert b"\r\nHost: news.example\r\n" in request
    assert b"Cookie" not in request


def test_proxies_of_the_environment_are_not_asked(internet: Internet, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would look the name up by itself, past all checks."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert "Kirkuk" in internet.fetch("http://news.example/")


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),  # noqa: S104
        *("192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::ffff:7f00:1"),
        "localhost",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    """Loopback, private, link-local, shared, reserved, multicast - also inside an address of IPv6."""
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, OTHER, "8.8.8.8", "64:ff9b::808:808"])
def test_addresses_that_are_public(address: str) -> None:
    """Ordinary hosts of the internet."""
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0", "127.1", "2130706433", "0x7f000001", "0177.0.0.1"),
        *("169.254.169.254", "[fe80::1]", "localhost"),
    ],
)
def test_numbers_in_any_spelling_do_not_reach_this_machine(internet: Internet, host: str) -> None:
    """The resolver reads decimal, octal and short forms; what it makes of them is checked."""
    with pytest.raises(DocumentError, match=r"is not on the public internet|there is no host"):
        internet.fetch(f"http://{host}/")
    assert internet.connected == []


def test_one_private_address_among_public_ones_is_enough(internet: Internet) -> None:
    """A host that has both is not asked at all."""
    internet.hosts["mixed.example"] = [PUBLIC, "10.0.0.5"]
    with pytest.raises(DocumentError, match=r"mixed\.example is not on the public internet \(10\.0\.0\.5\)"):
        internet.fetch("http://mixed.example/")
    assert internet.connected == []


def test_a_name_is_looked_up_once(internet: Internet) -> None:
    """Rebinding: the second answer would be loopback, and is never asked for; the checked address is connected to."""
    internet.hosts["rebind.example"] = [[PUBLIC], ["127.0.0.1"]]  # type: ignore[list-item]
    assert "Kirkuk" in internet.fetch("http://rebind.example/")
    assert internet.asked == ["rebind.example"]
    assert internet.connected == [(PUBLIC, 80)]


def test_a_name_that_turns_private_at_the_redirect_is_caught(internet: Internet) -> None:
    """Each hop is looked up and checked anew."""
    internet.hosts["rebind.example"] = [[PUBLIC], ["127.0.0.1"]]  # type: ignore[list-item]
    internet.answers["/"] = redirect("/second")
    with pytest.raises(DocumentError, match="not on the public internet"):
        internet.fetch("http://rebind.example/")
    assert len(internet.connected) == 1


@pytest.mark.parametrize(
    ("to", "message"),
    [
        pytest.param("http://127.0.0.1/", "not on the public internet", id="loopback"),
        pytest.param("http://169.254.169.254/latest/meta-data/", "not on the public internet", id="metadata"),
        pytest.param("//2130706433/", "not on the public internet", id="decimal"),
        pytest.param("http://news.example:22/", "port 22", id="port"),
        pytest.param("file:///etc/passwd", "must begin with http", id="file"),
        pytest.param("gopher://news.example/", "must begin with http", id="gopher"),
        pytest.param("http://user@news.example/", "user's name", id="user"),
        pytest.param("http://news.example/a b", "blanks", id="blank"),
        pytest.param("http://[::1", "not the address of a web page", id="broken"),
    ],
)
def test_a_redirect_is_checked_as_the_first_address_is(internet: Internet, to: str, message: str) -> None:
    """A public page cannot lead the server where the person could not."""
    internet.answers["/"] = redirect(to)
    with pytest.raises(DocumentError, match=message):
        internet.fetch("http://news.example/")
    assert [address for address, _ in internet.connected] == [PUBLIC]
    with pytest.raises(DocumentError, match=message):
        internet.fetch(f"http:{to}" if to.startswith("//") else to)


@pytest.mark.parametrize("hops", [3, 4])
def test_three_redirects_are_followed(internet: Internet, hops: int) -> None:
    """And a fourth one is not."""
    for hop in range(hops):
        internet.answers[f"/{hop}"] = redirect(f"/{hop + 1}")
    internet.answers[f"/{hops}"] = answer()
    if hops == 3:
        assert "Kirkuk" in internet.fetch("http://news.example/0")
    else:
        with pytest.raises(DocumentError, match="redirects more than 3 times"):
            internet.fetch("http://news.example/0")


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        pytest.param(answer(status="503 Busy"), "answered with 503 Busy", id="status"),
        pytest.param(answer(kind="application/pdf"), "gives application/pdf", id="kind"),
        pytest.param(answer(b"x" * 2000), "more than 1,000 bytes", id="large"),
        pytest.param(answer(gzip.compress(b"x" * 10**6), "Content-Encoding: gzip"), "more than 1,000 bytes", id="bomb"),
        pytest.param(answer(b"x", "Content-Encoding: br"), "packed as br", id="packing"),
        pytest.param(answer(b"xx", "Content-Encoding: gzip"), "broken off, or no HTTP", id="no gzip"),
        pytest.param(answer(gzip.compress(PAGE)[:-9], "Content-Encoding: gzip"), "broken off", id="half a gzip"),
        pytest.param(answer()[:-10], "broken off", id="half a page"),
        pytest.param(b"SSH-2.0-OpenSSH\r\n", "no HTTP", id="another protocol"),
        pytest.param(b"", "no HTTP|no connection", id="nothing"),
    ],
)
def test_what_cannot_be_read_says_why(internet: Internet, reply: bytes, message: str) -> None:
    """Statuses, kinds and sizes; a page packed tightly is stopped while it is unpacked."""
    internet.answers["/"] = reply
    with pytest.raises(DocumentError, match=message):
        internet.fetch("http://news.example/", bytes=1000)


def test_a_packed_page_is_unpacked(internet: Internet) -> None:
    """The one packing that is asked for."""
    internet.answers["/"] = answer(gzip.compress(PAGE), "Content-Encoding: gzip")
    assert "Kirkuk" in internet.fetch("http://news.example/", bytes=1000)


@pytest.mark.parametrize(
    "reply", [b"HTTP/1.1 200 OK\r\nX: ...", b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>..."]
)
def test_a_server_that_never_ends_is_left(internet: Internet, reply: bytes) -> None:
    """The time is that of the whole fetch, whatever trickles in."""
    internet.answers["/"] = reply
    with pytest.raises(DocumentError, match=r"took more than 0\.3 seconds"):
        internet.fetch("http://news.example/", seconds=0.3)


def test_a_name_that_is_never_found_is_left(internet: Internet) -> None:
    """A resolver that hangs does not hold the work up."""
    gate = threading.Event()

    def hang(_host: str, _port: int) -> Sequence[str]:
        gate.wait(10)
        return []

    with pytest.raises(DocumentError, match=r"cannot be looked up|took more than"):
        fetch_page("http://slow.example/", resolve=hang, connect=internet.connect, limits=FetchLimits(seconds=0.2))
    gate.set()


def test_a_secure_address_without_a_certificate_is_refused(internet: Internet) -> None:
    """A server that does not prove its name is not read."""
    with pytest.raises(DocumentError, match="no secure connection"):
        internet.fetch("https://news.example/")
    assert internet.connected == [(PUBLIC, 443)]


def test_a_name_in_other_letters_is_asked_in_ascii(internet: Internet) -> None:
    """As registries write it."""
    internet.hosts["xn--bcher-kva.example"] = [PUBLIC]
    assert "Kirkuk" in internet.fetch("http://bücher.example/")


@pytest.mark.parametrize("url", ["news", "http://", "http:///x", "http://a..b/", "http://" + "a" * 3000, "ht tp://x"])
def test_what_is_no_address_is_told(internet: Internet, url: str) -> None:
    """Nothing is asked."""
    with pytest.raises(DocumentError):
        internet.fetch(url)
    assert internet.connected == []
