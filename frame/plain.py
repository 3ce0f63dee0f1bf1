"""Text of users inside Markdown: shown as it was written."""

MARKDOWN = frozenset(r"\`*_{}[]()#+-.!|<>~$:&")


def plain(text: str) -> str:
    """Return the text with every mark escaped that Markdown would read as its own."""
    return "".join(f"\\{mark}" if mark in MARKDOWN else mark for mark in text)
