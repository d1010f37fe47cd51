"""What number words spell: "twenty-five", "two dozen", "1,200"."""

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBERS = {word: number for number, word in enumerate(_UNITS)} | {
    word: 10 * number for number, word in enumerate(_TENS) if word
}
"""The words for the numbers below a hundred that are one word."""
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "dozen": 12, "score": 20}
"""The words that multiply the number before them."""
ONE = frozenset({"a", "an", "another"})
LARGEST = 50_000_000
"""More people than any count of one happening."""


def read_number(words: str) -> int | None:
    """The whole number that a phrase spells: "12", "1,200", "twenty-five", "two dozen", "2 million".

    Returns:
        None where the phrase is no number, or names only a vague one ("dozens", "several").
    """
    total, current, seen = 0.0, 0.0, False
    for word in words.lower().replace("-", " ").replace(" and ", " ").split():
        digits = word.replace(",", "")
        if digits.replace(".", "", 1).isdecimal():
            current += float(digits)
        elif word in NUMBERS:
            current += NUMBERS[word]
        elif word in SCALES and (seen or word in ("hundred", "thousand", "million", "dozen")):
            current = max(current, 1.0) * SCALES[word]
            if SCALES[word] >= 1_000:
                total, current = total + current, 0.0
        elif not (word in ONE and not seen):
            return None
        else:
            continue
        seen = True
    number = total + current
    return int(number) if seen and number == int(number) and number <= LARGEST else None
