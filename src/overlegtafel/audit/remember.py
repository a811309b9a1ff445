"""Remembering what a read gave, for as long as nothing happened.

Every write leaves a line in the log, in its own transaction. So while the log's last digest stands
still, a read that follows from the database (and the day) gives the same answer, for everyone who
asks. Each process keeps its answers until the digest moves; one small query tells whether it did.

Inside a transaction nothing is remembered or recalled: a service always judges on fresh rows.

A page that is only read is made at one moment, asked once (``one_reading``): what several parts of
it need is read one time.
"""

import threading
import weakref
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from itertools import count
from typing import Any, Generic, ParamSpec, TypeVar

from django.db import connection

from overlegtafel.common import clock

P = ParamSpec("P")
T = TypeVar("T")
Moment = tuple[str, str]


class _Reading:
    """One page being made, and the moment it is made at."""

    def __init__(self) -> None:
        self.depth = len(connection.atomic_blocks)
        self.moment: Moment | None = None


_reading: ContextVar[_Reading | None] = ContextVar("reading", default=None)
_around = count()


@contextmanager
def one_reading() -> Iterator[None]:
    """For what is only read: ask the moment once, and see all of it as of then."""
    before = _reading.set(_Reading())
    try:
        yield
    finally:
        _reading.reset(before)


def something_happened() -> None:
    """The log moves: what is read from here on is of a later moment."""
    _reading.set(None)


def moment() -> Moment | None:
    """What the database and the calendar stand at; ``None`` inside a transaction.

    A transaction that stood around the whole reading (a test's) gives it a moment of its own.
    """
    reading = _reading.get()
    if reading is None or len(connection.atomic_blocks) > reading.depth:
        return None if connection.in_atomic_block else _moment_now()
    if reading.moment is None:
        own = ("", f"reading {next(_around)}")
        reading.moment = own if connection.in_atomic_block else _moment_now()
    return reading.moment


def _moment_now() -> Moment:
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM audit_chainhead WHERE id = 1")
        row = cursor.fetchone()
    return (row[0] if row else "", clock.today().isoformat())


_all_answers: "weakref.WeakSet[Answers[Any]]" = weakref.WeakSet()


def forget() -> None:
    """Forget everything in this process, as when it starts."""
    for answers in list(_all_answers):
        answers.clear()


class Answers(Generic[T]):
    """Answers of one moment, at most ``size`` of them; all forgotten when the moment passes."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._moment: Moment | None = None
        self._kept: dict[Hashable, T] = {}
        self._lock = threading.Lock()
        _all_answers.add(self)

    def get(self, now: Moment, key: Hashable) -> T | None:
        """The answer kept for ``key``, if it is of this moment."""
        with self._lock:
            return self._kept.get(key) if self._moment == now else None

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._moment, self._kept = None, {}

    def keep(self, now: Moment, key: Hashable, answer: T) -> None:
        """Keep an answer of this moment."""
        with self._lock:
            if self._moment != now or len(self._kept) >= self._size:
                self._moment, self._kept = now, {}
            self._kept[key] = answer


def until_the_log_moves(size: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Make a read remember up to ``size`` answers, by its (hashable) arguments.

    Only for reads whose answer nobody changes in place and that depend on nothing but their
    arguments, the database and the day.
    """

    def decorate(read: Callable[P, T]) -> Callable[P, T]:
        answers: Answers[tuple[T]] = Answers(size)

        @wraps(read)
        def remembered(*args: P.args, **kwargs: P.kwargs) -> T:
            now = moment()
            if now is None:
                return read(*args, **kwargs)
            key = (args, tuple(sorted(kwargs.items())))
            found = answers.get(now, key)
            if found is None:
                found = (read(*args, **kwargs),)
                answers.keep(now, key, found)
            return found[0]

        return remembered

    return decorate
