"""What the public page shows: the city's figures of the last days, and its departments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from hotline.domain.figures import Figures
from hotline.domain.staff import Department
from hotline.services.parts import Parts

DAYS = 30


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicPage:
    figures: Figures
    departments: Sequence[Department]


def public_figures(parts: Parts) -> PublicPage:
    """Counts over the whole city only: nothing that could point at somebody."""
    now = parts.clock.now()
    with parts.database.reading() as store:
        return PublicPage(figures=store.desk.figures(now - timedelta(days=DAYS), now), departments=store.city.departments())
