"""Reads where an answer leads: the smallest piece of a flow file."""

from ivr_flows.steps import Target
from ivr_flows.tree import Bag, Leaf, Node, Table, leaves, text


def read_target(bag: Bag, node: Node | None, name: str) -> Target | None:
    """A step's name, or {to, set, gives, may_give} or {retry, why}."""
    if node is None:
        return None
    if isinstance(node, Leaf) and node.value is not None and node.raw:
        return Target(to=node.raw, place=bag.place(node.line))
    table = node if isinstance(node, Table) else None
    retry = table is not None and "retry" in table.entries
    to = text(table.entries.get("retry" if retry else "to")) if table else ""
    if table is None or not to:
        bag.add(node.line, f"'{name}' leads nowhere", f"Write '{name}: STEP' or '{name}: {{to: STEP}}'")
        return None
    bag.known(table, ("retry", "why") if retry else ("to", "set", "gives", "may_give"), f"'{name}'")
    put = bag.table(table.entries["set"], "set", node.line) if "set" in table.entries else None
    gives, may_give = bag.words(table.entries.get("gives"), "gives"), bag.words(table.entries.get("may_give"), "may_give")
    brought = (*gives, *may_give)
    for one in dict.fromkeys(one for one in brought if brought.count(one) > 1):
        bag.add(node.line, f"'{one}' is named twice among what '{name}' gives", "Keep it once, under 'gives' or 'may_give'")
    return Target(
        to=to,
        place=bag.place(node.line),
        put=dict(leaves(put)) if put else {},
        gives=gives,
        may_give=may_give,
        retry=retry,
        why=(text(table.entries.get("why")) or name) if retry else "",
    )
