"""Many groups looked at together: how much wider each interval must be so that luck seldom singles one out."""

from scipy.stats import norm


def reach(groups: int) -> float:
    """Return how many standard errors to each side hold all of so many estimates in 95 % of cases (Bonferroni 1936).

    1.96 for one group; 2.87 for twelve, of which one would otherwise stand out by luck nearly every second time.
    """
    return float(norm.ppf(1 - 0.025 / max(groups, 1)))
