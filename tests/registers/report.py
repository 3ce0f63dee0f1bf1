"""The recognition report: by layout and in total, how many columns are right, asked, and wrong without a word."""

from collections.abc import Iterator, Sequence

from tests.registers.verdict import Verdict

LEAST_RIGHT_OR_ASKED = 0.98
MOST_ASKED = 0.1  # questions a column


def total(verdicts: Sequence[Verdict]) -> Verdict:
    """Return all verdicts as one."""
    whole = Verdict("total")
    for verdict in verdicts:
        whole.right += verdict.right
        whole.asked += verdict.asked
        whole.wrong += verdict.wrong
    return whole


def missed(verdicts: Sequence[Verdict]) -> list[str]:
    """Return the aims that the verdicts miss, in words; none if all are met."""
    whole = total(verdicts)
    if not whole.columns:
        return ["no columns were read"]
    told = (whole.right + len(whole.asked)) / whole.columns
    questions = len(whole.asked) / whole.columns
    return [
        *([f"right or asked {told:.1%}, aim {LEAST_RIGHT_OR_ASKED:.0%}"] if told < LEAST_RIGHT_OR_ASKED else []),
        *([f"wrong without a word {len(whole.wrong)}, aim 0"] if whole.wrong else []),
        *([f"{10 * questions:.1f} questions in ten columns, aim 1"] if questions > MOST_ASKED else []),
    ]


def lines(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield the report line by line: a table, then every question and every wrong column."""
    yield f"{'layout':<32}{'columns':>8}{'right':>8}{'asked':>8}{'wrong':>8}{'questions in ten':>18}"
    for verdict in (*verdicts, total(verdicts)):
        asked, columns = len(verdict.asked), verdict.columns
        ratio = f"{10 * asked / columns:.1f}" if columns else "-"
        counts = f"{columns:>8}{verdict.right:>8}{asked:>8}{len(verdict.wrong):>8}{ratio:>18}"
        yield f"{verdict.layout:<32}{counts}  {verdict.about}".rstrip()
    for verdict in verdicts:
        yield from (f"asked  {verdict.layout}: {one}" for one in verdict.asked)
        yield from (f"WRONG  {verdict.layout}: {one}" for one in verdict.wrong)
    yield from (f"missed: {aim}" for aim in missed(verdicts))
