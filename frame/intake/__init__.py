"""From the drop zone to the database: read in the background, preview, answer, mend, load. Nothing is stored before."""

from frame.intake.demo import demo_button
from frame.intake.dropped import forget
from frame.intake.remedies import problems
from frame.intake.said import report
from frame.intake.zone import drop_zone

__all__ = ["demo_button", "drop_zone", "forget", "problems", "report"]
