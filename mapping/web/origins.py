"""Which pages of other sites may read the API in a reader's browser (CORS): a setting of the operator's.

A server that anybody may read anyway loses nothing by it. On a newsroom's own, any page that somebody there visits
could read the events behind the newsroom's back, so that nobody may unless the operator says who.

Source: Fetch, https://fetch.spec.whatwg.org/#http-cors-protocol
"""

from flask import Response, request

from mapping.settings import Settings
from mapping.web.state import get_state

AUTO, NOBODY, EVERYBODY = "auto", "none", "*"
_EXPOSED = "Link, Content-Crs"


def allow_origin(response: Response) -> Response:
    """Tell the browser whether the page that asks may read the answer; no cookies are part of it."""
    allowed = find_origins(get_state().settings)
    origin = request.headers.get("Origin", "")
    if EVERYBODY in allowed:
        response.headers["Access-Control-Allow-Origin"] = EVERYBODY
    elif allowed:
        response.headers.add("Vary", "Origin")
        if origin.lower() not in allowed:
            return response
        response.headers["Access-Control-Allow-Origin"] = origin
    else:
        return response
    response.headers["Access-Control-Expose-Headers"] = _EXPOSED
    return response


def find_origins(settings: Settings) -> frozenset[str]:
    """Whom the settings allow; `EVERYBODY` may be among them."""
    told = settings.origins
    if told == AUTO:
        told = EVERYBODY if settings.read_only else NOBODY
    return frozenset(part for name in told.split(",") if (part := name.strip().lower().rstrip("/"))) - {NOBODY}
