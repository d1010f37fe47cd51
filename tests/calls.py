"""What work takes, whatever else the machine does."""

import sys
from collections.abc import Callable


def count_calls(act: Callable[[], object]) -> int:
    """The calls of functions, those of the interpreter included, that an act takes when it is done again."""
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    act()
    sys.setprofile(count)
    try:
        act()
    finally:
        sys.setprofile(None)
    return calls


def count_steps(act: Callable[[], object]) -> int:
    """The lines that an act takes when it is done again, those of a loop once for each of its rounds."""
    steps = 0

    def trace(_frame: object, event: str, _arg: object) -> Callable[..., object]:
        nonlocal steps
        steps += event == "line"
        return trace

    act()
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
    return steps
