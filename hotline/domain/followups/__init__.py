"""What follows from a change: texts, calls, clocks, surveys, call-backs. Said here and nowhere else."""

from hotline.domain.effects import Effect
from hotline.domain.event import Change
from hotline.domain.followups import afterwards, clocks, decisions, duty, protection, resident, result, staff
from hotline.domain.followups.scene import Around, Rules, Scene
from hotline.domain.ticket import Kind

__all__ = ["Around", "Rules", "followups"]


def followups(change: Change, around: Around, rules: Rules) -> tuple[Effect, ...]:
    """All effects of ``change``, in the order they are to be carried out: clocks first (texts quote their times)."""
    effects = clocks.effects(Scene(change=change, around=around, rules=rules))
    scene = Scene(change=change, around=around, rules=rules, clocks=effects)
    if change.after.kind is Kind.PROTECTION:
        effects += protection.effects(scene)
    # Event after event, so that what a verdict did is told before the next question is asked.
    told = [effect for event in change.events for part in (resident, result, decisions) for effect in part.of(scene, event)]
    return (*effects, *told, *staff.effects(scene), *duty.effects(scene), *afterwards.effects(scene))
