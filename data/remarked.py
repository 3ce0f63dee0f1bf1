"""A value that is taken with a remark: it can be read, and something about it should be said."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Remarked:
    """The `value` of a cell and the `code` of what is to be said about it (words: `problem.<code>`)."""

    value: object
    code: str
