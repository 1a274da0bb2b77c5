"""One inbound text with everything that was found out about it."""

from dataclasses import dataclass, replace

from hotline.domain.actor import Actor, ActorKind
from hotline.domain.category import Category, Scored
from hotline.domain.danger import danger
from hotline.domain.place import Place, find_place
from hotline.domain.question import OpenQuestion
from hotline.domain.reporter import Reporter
from hotline.domain.staff import Staff
from hotline.domain.ticket import Ticket
from hotline.services.parts import Parts
from sms.inbound import Inbound


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """``reporter`` is None when the sender's number can't be answered; ``staff`` when it is nobody of the city."""

    text: str
    meaning: Inbound
    reporter: Reporter | None
    staff: Staff | None
    question: OpenQuestion | None
    scored: Scored
    place: Place | None
    media: tuple[str, ...] = ()
    opt_out: str | None = None
    new: bool = False  # the first text of this number: there is nothing before it to look for
    part: int = 1  # which one of a long text that came in several

    def saying(self, parts: Parts, words: str) -> "Letter":
        """The same sender, other words: read again for category and place."""
        return replace(
            self, text=words, scored=parts.categorise(words), place=find_place(words, parts.gazetteer),
        )

    @property
    def actor(self) -> Actor:
        return Actor(kind=ActorKind.RESIDENT, id=self.reporter.id if self.reporter else "", via="sms")

    def of(self, reporter: Reporter) -> "Letter":
        """The same words, of somebody else."""
        return replace(self, reporter=reporter)

    def in_danger(self, parts: Parts) -> bool:
        return danger(self.text, parts.danger_words) is not None

    def about(self, ticket: Ticket, category: Category | None) -> "Letter":
        """The same sender, about the matter of an older ticket."""
        place = Place(
            words=ticket.place, grid_id=ticket.grid, known=ticket.grid is not None, lat=ticket.lat, lon=ticket.lon, score=1.0,
        ) if ticket.place else None
        return replace(self, place=place, scored=replace(self.scored, best=category, alternatives=()))
