"""What database and broker did: their own counters, before and after."""

from typing import Any

import MySQLdb
import redis

COUNTED = ("Questions", "Connections", "Com_")


class Operations:
    """Counters of a MariaDB and a Valkey on loopback; keeps one connection to each."""

    def __init__(self, database: int, broker: int) -> None:
        self._database = MySQLdb.connect(
            host="127.0.0.1", port=database, user="app", password="app", autocommit=True
        )
        self._broker = redis.Redis(port=broker)

    def read(self) -> dict[str, int]:
        """Return counter → how often so far; names are ``database …`` and ``broker …``."""
        cursor = self._database.cursor()
        cursor.execute("show global status")
        found = {
            f"database {name.removeprefix('Com_').lower()}": int(value)
            for name, value in cursor.fetchall()
            if name.startswith(COUNTED) and value.isdigit()
        }
        stats: dict[str, Any] = self._broker.info("commandstats")
        found |= {
            f"broker {name.removeprefix('cmdstat_').replace('|', ' ')}": each["calls"]
            for name, each in stats.items()
        }
        found["broker commands"] = self._broker.info("stats")["total_commands_processed"]
        return found

    def close(self) -> None:
        """Let go of both."""
        self._database.close()
        self._broker.close()


def per_turn(before: dict[str, int], after: dict[str, int], turns: int) -> dict[str, float]:
    """Return how often each counter that moved did so a turn."""
    moved = {name: count - before.get(name, 0) for name, count in after.items()}
    return {name: round(count / turns, 2) for name, count in sorted(moved.items()) if count > 0}
