"""What tests of the database share: an empty one, one to load lines into, and the demo showroom, read once."""

from collections.abc import Callable, Iterator

import pytest
from duckdb import DuckDBPyConnection

from data.demo import workbooks
from data.warehouse import open_warehouse
from tests import showroom


@pytest.fixture
def con() -> Iterator[DuckDBPyConnection]:
    """A new database in memory, with nothing in it."""
    connection = open_warehouse()
    yield connection
    connection.close()


@pytest.fixture
def loaded(con: DuckDBPyConnection) -> Callable[..., int]:
    """Load lines by kind into `con`: `loaded(visit=[…], deal=[…], store="东店")` returns the load's number."""

    def put(**lines: object) -> int:
        return showroom.put(con, **lines)

    return put


@pytest.fixture(scope="session")
def demo_showroom() -> Iterator[DuckDBPyConnection]:
    """The demo showroom's workbooks taken through the door; only to be read."""
    connection = open_warehouse()
    showroom.drop(connection, *workbooks())
    yield connection
    connection.close()
