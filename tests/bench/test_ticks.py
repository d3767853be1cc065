"""What is measured of a tick is so: every milestone once whoever comes, and one statement where nothing is due."""

from mentoring.bench.ticks import measured
from mentoring.db.engine import Database


def test_a_row_counts_what_there_was_and_what_came_due(database: Database) -> None:
    (row,) = measured(database, most=1)
    counted = {name: row[name] for name in ("existing", "tenants", "due", "late", "once", "idle_statements")}
    assert counted == {"existing": 10, "tenants": 1, "due": 20, "late": 5, "once": True, "idle_statements": 1}
    assert all(row[name] > 0 for name in ("per_due", "processor_per_due", "two_workers", "idle"))
