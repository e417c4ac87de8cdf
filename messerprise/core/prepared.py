"""Queries that are compiled once a thread, for the few that are asked at every turn.

Django builds and compiles a query set anew each time it is asked. For a query that fetches one row that takes
several times as long as the database does: it was a third of a worker's work (ADR 0021). All else – the SQL
of each database, conversion of values, making of models – stays Django's.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import AutoField, Expression, Field, Model
from django.db.models.sql import InsertQuery, UpdateQuery

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import QuerySet
    from django.db.models.sql.compiler import SQLCompiler

T = TypeVar("T")
Placed = tuple[str, tuple[Any, ...]]  # SQL and its parameters


class Given(Expression):
    """A value that is known when the query is asked; it stands wherever a query set takes an expression."""

    def __init__(self, name: str, output_field: Any) -> None:
        """Name the value, and the kind of field that it is compared with or stored in."""
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, _compiler: "SQLCompiler", _connection: "BaseDatabaseWrapper") -> Placed:
        """Take a place among the parameters."""
        return "%s", (self,)

    def bound(self, values: dict[str, Any], connection: "BaseDatabaseWrapper") -> Any:
        """Return the value as the database takes it."""
        return self.output_field.get_db_prep_save(values[self.name], connection)


@dataclass(slots=True)
class _Statement:
    """SQL for one connection, with the values of the moment."""

    connection: "BaseDatabaseWrapper"
    sql: str
    params: Sequence[Any]
    rows: Iterable[Any] = ()
    values: dict[str, Any] = field(default_factory=dict)

    def bound(self, *_args: Any, **_kwargs: Any) -> Placed:
        """Return SQL and parameters, as a compiler's ``as_sql``."""
        params = (
            each.bound(self.values, self.connection) if isinstance(each, Given) else each
            for each in self.params
        )
        return self.sql, tuple(params)


class _Kept(ABC):
    """A statement a thread: connections, and so what is compiled for them, belong to threads."""

    def __init__(self) -> None:
        self._here = threading.local()

    def statement(self, values: dict[str, Any]) -> _Statement:
        """Return the thread's statement, made ready for ``values``."""
        found: _Statement | None = getattr(self._here, "statement", None)
        if found is None or connections[found.connection.alias] is not found.connection:
            found = self._here.statement = self.compiled()
        found.values = values
        return found

    @abstractmethod
    def compiled(self) -> _Statement:
        """Compile."""


class Prepared(_Kept, Generic[T]):
    """A query set, given by a function that builds it with ``Given`` values."""

    def __init__(self, build: "Callable[[], QuerySet[Any, T]]") -> None:
        super().__init__()
        self._build = build

    def all(self, **values: Any) -> list[T]:
        """Ask, and return what the query set would hold.

        Raises:
            TransactionManagementError: it locks rows, and there is no transaction to keep them locked.
        """
        return list(self.statement(values).rows)

    def get(self, **values: Any) -> T:
        """Ask for one row.

        Raises:
            ObjectDoesNotExist: of the model in question; there is none.
        """
        if (found := self.first(**values)) is None:
            raise self._build().model.DoesNotExist
        return found

    def first(self, **values: Any) -> T | None:
        """Ask, and return the first of what the query set would hold."""
        return next(iter(self.all(**values)), None)

    def compiled(self) -> _Statement:
        """Compile; the query set then uses the same compiler each time."""
        rows = self._build()
        compiler = rows.query.get_compiler(rows.db)
        sql, params = compiler.as_sql()
        found = _Statement(compiler.connection, sql, params)
        is_locking = rows.query.select_for_update

        def bound(*_args: Any, **_kwargs: Any) -> Placed:
            if is_locking and not found.connection.in_atomic_block:
                raise transaction.TransactionManagementError("rows are locked inside transactions only")
            return found.bound()

        compiler.as_sql = bound
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        compiler.get_converters = lambda _columns: converters
        rows.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
        iterable: Any = rows._iterable_class  # noqa: SLF001 - what iterating the query set does, here again and again
        found.rows = iterable(rows)
        return found


class PreparedUpdate(_Kept):
    """``rows().update(**changes)``, with ``Given`` values in either."""

    def __init__(self, rows: "Callable[[], QuerySet[Any]]", **changes: Any) -> None:
        super().__init__()
        self._rows, self._changes = rows, changes

    def __call__(self, **values: Any) -> int:
        """Update; return how many rows there were."""
        statement = self.statement(values)
        connection = statement.connection
        with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
            cursor.execute(*statement.bound())
            return int(cursor.rowcount)

    def compiled(self) -> _Statement:
        """Compile."""
        rows = self._rows()
        query: Any = rows.query.chain(UpdateQuery)
        query.add_update_values(self._changes)
        compiler = query.get_compiler(rows.db)
        return _Statement(compiler.connection, *compiler.as_sql())


class PreparedSave:
    """``row.save(update_fields=names)`` of a row that is there; no signal is sent."""

    def __init__(self, model: type[Model], *names: str) -> None:
        self._fields = [cast("Field[Any, Any]", model._meta.get_field(name)) for name in names]
        given = {each.name: Given(each.name, each) for each in self._fields}
        rows = model._default_manager.filter  # noqa: SLF001 - any model's
        self._update = PreparedUpdate(lambda: rows(pk=Given("pk", model._meta.pk)), **given)

    def __call__(self, row: Model) -> None:
        """Store the row's fields as they are; those that tell of the last change are set."""
        self._update(pk=row.pk, **{each.name: each.pre_save(row, add=False) for each in self._fields})


class PreparedInsert(_Kept):
    """``bulk_create`` of a few rows; keys that the database makes are not read back, no signal is sent."""

    def __init__(self, model: type[Model]) -> None:
        super().__init__()
        self._model = model
        self._fields = [each for each in model._meta.local_concrete_fields if not isinstance(each, AutoField)]

    def __call__(self, *rows: Model) -> None:
        """Insert the rows, at least one, in one statement."""
        statement = self.statement({})
        connection = statement.connection
        params = []
        for row in rows:
            statement.values = {each.attname: each.pre_save(row, add=True) for each in self._fields}
            params.append(statement.bound()[1])
        with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
            if len(params) == 1:
                cursor.execute(statement.sql, params[0])
            else:
                cursor.executemany(statement.sql, params)
        for row in rows:
            row._state.adding, row._state.db = False, connection.alias

    def compiled(self) -> _Statement:
        """Compile."""
        query: Any = InsertQuery(self._model)
        given = {each.attname: Given(each.attname, each) for each in self._fields}
        query.insert_values(self._fields, [SimpleNamespace(**given)], raw=True)
        connection = connections[DEFAULT_DB_ALIAS]
        ((sql, params),) = query.get_compiler(connection=connection).as_sql()
        return _Statement(connection, sql, params)
