"""Who is rung about what is urgent, who is on at night, who is away, and the rows of calls that ran or run."""

import sqlalchemy as sa

from hotline.storage.tables.base import index_where, key, maybe, metadata, needed
from hotline.storage.types import Moment

duty_rota = sa.Table(
    "duty_rota",
    metadata,
    key("department"),  # "*" is the city's own
    sa.Column("position", sa.Integer, primary_key=True),
    needed("staff_id", sa.Text, sa.ForeignKey("staff.id")),
)

duty_night = sa.Table(
    "duty_night",
    metadata,
    key("department"),
    sa.Column("position", sa.Integer, primary_key=True),
    needed("staff_id", sa.Text, sa.ForeignKey("staff.id")),
)

absences = sa.Table(
    "absences",
    metadata,
    key(),
    needed("staff_id", sa.Text, sa.ForeignKey("staff.id")),
    needed("from_at", Moment),
    needed("until_at", Moment),  # the first moment back
    needed("made_by", sa.Text),
    needed("made_at", Moment),
    maybe("handed_at", Moment),
    sa.Index("ix_absences_until", "until_at"),
)

duty_ladders = sa.Table(
    "duty_ladders",
    metadata,
    key(),
    needed("ticket_id", sa.Text, sa.ForeignKey("tickets.id")),
    maybe("department", sa.Text),
    needed("began_at", Moment),
    maybe("ended_at", Moment),
    maybe("how", sa.Text),
    maybe("taken_by", sa.Text, sa.ForeignKey("staff.id")),
    sa.Index("ix_duty_ladders_ticket", "ticket_id"),
    index_where("ix_duty_ladders_unanswered", "how = 'unanswered'", "ended_at"),
)
