"""Text of users inside Markdown: shown as it was written."""

MARKDOWN = frozenset(r"\`*_{}[]()#+-.!|<>~$:&")
# Addresses are made links of after the marks were read, so no escape helps: a joiner nobody sees breaks them.
_JOINER = "\N{WORD JOINER}"
_ADDRESS = (("://", f":/{_JOINER}/"), ("www.", f"www{_JOINER}."), ("WWW.", f"WWW{_JOINER}."), ("@", f"@{_JOINER}"))


def plain(text: str) -> str:
    """Return the text with every mark escaped that Markdown would read as its own, and every address broken."""
    for mark, broken in _ADDRESS:
        text = text.replace(mark, broken)
    return "".join(f"\\{mark}" if mark in MARKDOWN else mark for mark in text)
