"""One line of a file of JSON lines."""

import json
from typing import Any

from mapping.errors import DocumentError


def parse_line(line: str) -> Any:  # noqa: ANN401  (any JSON value)
    """The value of one line.

    Raises:
        DocumentError: It is not JSON. The message tells the character within the line: whoever reads the file knows the
            line's number, and to JSON each line is its first.
    """
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise DocumentError(f"not JSON: {error.msg} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise DocumentError("not JSON: nested too deeply") from error
    except ValueError as error:
        raise DocumentError(f"not JSON: {error}") from error
