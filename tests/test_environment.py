"""scripts/environment.py: what a person sees while the environment is made."""

from scripts.environment import tell_progress

PIP = """\
Looking in indexes: https://example.org/simple
Collecting blinker==1.9.0 (from -r locks/run.txt (line 15))
  Downloading blinker-1.9.0-py3-none-any.whl (8.5 kB)
Collecting numpy==2.3.1 (from -r locks/run.txt (line 60))
Installing collected packages: blinker, numpy
Successfully installed blinker-1.9.0 numpy-2.3.1
"""


def test_each_package_is_told_with_how_many_there_are() -> None:
    """Packages are counted as they are fetched; putting them in place is told as well, nothing else is."""
    assert list(tell_progress(PIP.splitlines(), 2)) == ["1 of 2: blinker", "2 of 2: numpy", "Unpacking them ..."]
