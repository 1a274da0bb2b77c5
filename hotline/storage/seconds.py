"""The seconds between two moments, which the two databases have no common word for."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class seconds_between(FunctionElement[float]):  # noqa: N801  # written as SQL's functions are
    """From the first to the second; NULL where either is."""

    type = sa.Float()
    inherit_cache = True
    name = "seconds_between"


@compiles(seconds_between, "sqlite")
def _sqlite(element: Any, compiler: Any, **how: Any) -> str:
    first, second = (compiler.process(clause, **how) for clause in element.clauses)
    # To the millisecond: a day's fraction as a float is exact to some 0.05 ms.
    return f"ROUND((julianday({second}) - julianday({first})) * 86400.0, 3)"


@compiles(seconds_between, "postgresql")
def _postgres(element: Any, compiler: Any, **how: Any) -> str:
    first, second = (compiler.process(clause, **how) for clause in element.clauses)
    return f"EXTRACT(EPOCH FROM ({second} - {first}))"
