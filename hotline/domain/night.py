"""What happens at night is judged at night: whoever cannot sleep is asked while they can still hear whether it is quiet."""

from datetime import datetime

from hotline.domain.category import Category
from hotline.domain.quiet import QuietHours


def judged_at_night(category: Category | None, reported_at: datetime, at: datetime, quiet: QuietHours) -> bool:
    """A night category, reported within quiet hours and answered within the same ones. Nobody is woken by it who was not
    awake and asking a few hours before."""
    if category is None or not category.night:
        return False
    night_ends = quiet.allowed_at(at)
    return reported_at <= at < night_ends and quiet.is_quiet(reported_at) and quiet.allowed_at(reported_at) == night_ends
