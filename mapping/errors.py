"""Every error that Dateline raises on purpose.

MappingError
 ├── BusyError         too much is asked for at once; it may be asked for again in a while
 ├── DecisionError     what a person wants to change or add cannot be used (also a ValueError)
 ├── DocumentError     a news text cannot be read
 ├── ExportError       events cannot be written in the form that was asked for (also a ValueError)
 ├── GazetteerError    geodata is missing, damaged or of another version
 ├── ImportFileError   a file of events cannot be imported as a whole
 ├── LanguageError     the language model is missing or does not fit
 ├── QueryError        a filter that a person or a client gave makes no sense (also a ValueError)
 ├── SettingsError     an environment variable or option has no usable value (also a ValueError)
 └── StoreError        the events file cannot be opened, read or written
      ├── NotFoundError  it holds no event or document of that id (also a LookupError)
      └── RefusedError   it cannot keep this document, but others
"""


class MappingError(Exception):
    """Base of every error below; the command line prints it and exits with status 1."""


class BusyError(MappingError):
    """Too many submissions wait to be read already."""


class DecisionError(MappingError, ValueError):
    """What a person wants to change or add cannot be used: no such date, place or type, or nothing at all."""


class DocumentError(MappingError):
    """A news text cannot be read: wrong encoding, empty, a missing column, not a text at all."""


class ExportError(MappingError, ValueError):
    """Events cannot be written so: there is no such format, or there are more of them than it holds."""


class GazetteerError(MappingError):
    """The gazetteer's files are missing, damaged, or made for another version."""


class ImportFileError(MappingError):
    """A file of events cannot be imported: not a known format, damaged, or a question about it is open."""


class LanguageError(MappingError):
    """The English model of spaCy is not installed or lacks a part that is needed."""


class QueryError(MappingError, ValueError):
    """A filter cannot be understood, such as a bbox with three numbers."""


class SettingsError(MappingError, ValueError):
    """A setting has no usable value, or two settings exclude each other."""


class StoreError(MappingError):
    """The events file cannot be opened, is of a newer version, or is read-only."""


class NotFoundError(StoreError, LookupError):
    """The store holds no event or document of the id that was asked for."""


class RefusedError(StoreError):
    """A document or event cannot be kept: it claims an id that is taken, or holds what is no Unicode or no number."""
