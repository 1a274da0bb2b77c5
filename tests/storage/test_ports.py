"""The shelves are what the services were promised: same names, same arguments."""

import inspect

import pytest

from hotline.domain.errors import Unavailable
from hotline.services import ports
from hotline.storage import Database
from hotline.storage.store import Store
from tests.storage.samples import KEYS

SHELVES = sorted(name for name, value in vars(ports.Store).items() if isinstance(value, property))


@pytest.mark.parametrize("name", SHELVES)
def test_a_shelf_has_every_method_promised_with_the_same_arguments(database: Database, name: str) -> None:
    promised = inspect.signature(vars(ports.Store)[name].fget, eval_str=True).return_annotation
    with database.reading() as store:
        assert isinstance(store, Store)
        shelf = type(getattr(store, name))
    methods = {key: value for key, value in vars(promised).items() if inspect.isfunction(value) and key[0] != "_"}
    assert methods
    for method, signature in methods.items():
        given = inspect.signature(getattr(shelf, method), eval_str=True)
        assert given == inspect.signature(signature, eval_str=True), f"{name}.{method}"


def test_a_database_can_be_told_without_connecting() -> None:
    database = Database("sqlite:////nowhere/x.db", KEYS)
    with pytest.raises(Unavailable):
        database.ready()
    database.dispose()
