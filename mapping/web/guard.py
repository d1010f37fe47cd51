"""Who may write: nobody on a read-only server, and else only the page that this server itself gave out.

A page of another site can make a browser send requests here with the reader's cookies, so each writing request must
carry a token twice: in a cookie that browsers keep to this site's own pages, and in a header that no other page can set
without being asked about first. Where the browser tells the origin, that must be this server's. The server's own name
is checked as well, since a hostile site can let its name point at this machine (DNS rebinding).

Source: OWASP Cross-Site Request Forgery Prevention Cheat Sheet, double submit and verified origin.
"""

import hmac
import secrets
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Response, abort, request

from mapping.settings import Settings
from mapping.web.state import get_state

TOKEN_HEADER = "X-Dateline-Token"  # noqa: S105 - a name, no secret
TOKEN_COOKIE = "dateline-token"  # noqa: S105
_MIN_TOKEN_CHARS = 32


def is_writable() -> bool:
    """Whether this server takes decisions and news at all."""
    state = get_state()
    return not (state.settings.read_only or state.store.read_only)


def get_token() -> str:
    """The token of the browser that asks, or a new one."""
    held = request.cookies.get(TOKEN_COOKIE, "")
    return held if len(held) >= _MIN_TOKEN_CHARS else secrets.token_urlsafe(32)


def give_token(response: Response, token: str) -> None:
    """Let the browser keep the token, out of reach of scripts and of other sites' requests."""
    response.set_cookie(TOKEN_COOKIE, token, httponly=True, samesite="Strict", secure=request.is_secure, path="/")


def check_write() -> None:
    """Refuse a request that may not change the store.

    Raises:
        HTTPException: 403, with the reason.
    """
    if not is_writable():
        abort(403, "This server is read-only: nothing can be added or changed here.")
    if not _is_own_host(request.host, get_state().settings):
        abort(403, f"This server is not known as {request.host!r}: its operator can add the name to MAPPING_HOSTS.")
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc.lower() != request.host.lower():
        abort(403, "This request comes from a page of another site.")
    if origin is None and request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        abort(403, "This request comes from a page of another site.")
    held, sent = request.cookies.get(TOKEN_COOKIE, ""), request.headers.get(TOKEN_HEADER, "")
    if len(held) < _MIN_TOKEN_CHARS or not hmac.compare_digest(held.encode(), sent.encode()):
        abort(403, "This page's token is missing or out of date: load the page again.")


def _is_own_host(host: str, settings: Settings) -> bool:
    """An address in figures cannot be rebound; a name must be one that the operator knows."""
    name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    try:
        ip_address(name)
    except ValueError:
        own = {part.strip().lower() for part in f"{settings.hosts},{settings.host}".split(",")}
        return name in own or name.endswith(".localhost")
    return True
