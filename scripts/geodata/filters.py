"""Which alternate names are worth keeping: GeoNames mixes codes, transliterations and flags among them."""

import unicodedata

_FLAG = range(0x1F1E6, 0x1F200)


def keep_name(name: str, *, is_country: bool = False) -> bool:
    """Whether an alternate name is one that a text could use.

    Dropped are airport and other codes in capitals ("KIK", "ORKK"), transliterations that GeoNames made by machine
    ("ji er ku ke", all lower case), flags, halves of surrogate pairs, addresses, single letters. Countries keep
    their short forms in capitals ("UK", "DRC").
    """
    if len(name) < 2 or any(unicodedata.category(char) in ("Cs", "Co", "Cn") or ord(char) in _FLAG for char in name):
        return False
    if not any(char.isalpha() for char in name) or "://" in name or "/" in name:
        return False
    if not name.isascii():
        return True
    if name == name.lower():
        return False
    if name == name.upper():
        return is_country and len(name) <= 4
    return len(name) >= 4
