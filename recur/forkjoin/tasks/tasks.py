"""Fork-join programs in Python: `yield` hands over the calls to spawn, and receives their results at the join.

    @task(work="T(n) = 2T(n/2) + n, T(1) = 1", span="T(n) = T(n/2) + n, T(1) = 1", size=len)
    def merge_sort(xs):
        if len(xs) == 1:
            count(1)
            return xs
        half = len(xs) // 2
        left, right = yield merge_sort(xs[:half]), merge_sort(xs[half:])
        return merge(left, right)

A call of a task runs nothing: it says what to run. `merge_sort(xs).run()` runs it here, an engine of
`recur.executors` runs it on its workers, `counted` counts it; the program is the same. What may be yielded:

- a tuple or list of calls: they may run at the same time; their results come back as a list, in order.
- one call: it runs now, and its result comes back.

A task that returns a call ends with the result of that call. A task without a `yield` is a leaf. Results must
depend on the arguments alone, since an engine runs a task wherever there is room.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Generator, Iterable, Mapping
from typing import Any, TypeAlias, overload

from recur.forkjoin.tasks.references import Reference, refer
from recur.model.records import frozen

Function: TypeAlias = Callable[..., Any]
Size: TypeAlias = str | Callable[..., int]


class Task:
    """A function that can be spawned, with what is declared about it.

    `work` and `span` are recurrences in the size of the arguments, which `size` measures: a function of those of
    them that it names (or of the first: `len`), or the name of one; or `spec` names the `.spawn` file that declares
    both, and `procedure` the procedure in it. `cost` is what a call costs besides what it counts. A call of size up to
    `cutoff` is run without spawning, and then by `serial` where that is given.
    """

    #: may a run change its arguments? Then each is given arguments of its own
    consumes = False

    def __init__(self, function: Function, declared: Declaration) -> None:
        functools.update_wrapper(self, function)
        self.function = function
        self.name = function.__name__
        self.declared = declared
        self._size = _measure(function, declared.size)
        self._example: Function | None = None
        self._check: Function | None = None

    def __call__(self, *args: Any, **kwargs: Any) -> Call:
        return Call(self, args, kwargs)

    def __repr__(self) -> str:
        return f"<task {self.name}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _found, (self.reference,)

    @functools.cached_property
    def reference(self) -> Reference:
        """How another process finds this task; raises `NotReachable` where it cannot."""
        return refer(self.function)

    def __get__(self, owner: Any, kind: type | None = None) -> Task:
        raise TypeError(f"{self.name} is a method; a task is a function at the top of a file")

    def example(self, function: Function) -> Function:
        """Decorator: a function of n that makes the arguments of size n (a tuple where there are several)."""
        self._example = function
        return function

    def check(self, function: Function) -> Function:
        """Decorator: a function of a result and the arguments it was made from that says whether it is right."""
        self._check = function
        return function

    def at(self, n: int) -> Call:
        """The call on the example of size n."""
        if self._example is None:
            raise TypeError(f"{self.name} has no example; write a function of n below @{self.name}.example")
        made = self._example(n)
        return Call(self, made if isinstance(made, tuple) else (made,), {})

    def is_right(self, result: Any, call: Call) -> bool:
        """What the check of this task says of the result; True where it has none."""
        return self._check is None or bool(self._check(result, *call.args, **call.kwargs))

    @property
    def has_example(self) -> bool:
        return self._example is not None

    @property
    def has_check(self) -> bool:
        return self._check is not None

    def serial_for(self, call: Call) -> Function | None:
        """What runs this call without any spawn, where something is declared to."""
        declared = self.declared
        if declared.serial is None or declared.cutoff is None:
            return None
        size = call.size
        return declared.serial if size is not None and size <= declared.cutoff else None

    def size_of(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> int | None:
        return None if self._size is None else int(self._size(*args, **kwargs))


@frozen
class Declaration:
    """What the decorator was told."""

    work: str | None = None
    span: str | None = None
    size: Size | None = None
    cost: int | Callable[..., int] | None = None
    spec: str | None = None
    procedure: str | None = None
    cutoff: int | None = None
    serial: Function | None = None


class Call:
    """A task and its arguments: what `yield` hands over, and what an engine runs."""

    __slots__ = ("args", "kwargs", "task")

    def __init__(self, task: Task, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.task = task
        self.args = args
        self.kwargs = kwargs

    def run(self) -> Any:
        """The result, run here and in order: the program without its spawns."""
        from recur.forkjoin.tasks.elision import serial_result

        return serial_result(self)

    @property
    def size(self) -> int | None:
        return self.task.size_of(self.args, self.kwargs)

    @property
    def label(self) -> str:
        """merge_sort(n = 1024)"""
        try:
            size = self.size
        except Exception:  # a size of arguments that are wrong, while that is being reported
            size = None
        return f"{self.task.name}()" if size is None else f"{self.task.name}(n = {size})"

    def __repr__(self) -> str:
        return f"<call {self.label}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return Call, (self.task, self.args, self.kwargs)

    def __iter__(self) -> Any:
        raise TypeError(f"{self.label} has not run yet: yield it to receive its result")


class Frame:
    """A task that has begun. Each `advance` runs it up to its next join, or to its end.

    After it, `calls` are to be run, and each `receive`d in order, before the next `advance`; when there are none,
    the task has ended with `value`.
    """

    __slots__ = ("_alone", "_generator", "call", "calls", "results", "value")

    #: small sizes are left to the serial function that is declared for them
    elides = True

    def __init__(self, call: Call) -> None:
        self.call = call
        self.calls: tuple[Call, ...] = ()
        self.results: list[Any] = []
        self.value: Any = None
        self._generator: Generator[Any, Any, Any] | None = None
        self._alone = False  # one call was yielded, not a list of one

    def advance(self) -> None:
        if not self.calls:
            call = self.call
            serial = call.task.serial_for(call) if self.elides else None
            value = (serial or call.task.function)(*call.args, **call.kwargs)
            if isinstance(value, Generator):
                self._generator = value
                self._resume(value, None)
            else:
                self._end(value)
        elif self._generator is None:  # it returned a call, whose result is its own
            self._end(self.results[0])
        else:
            results, self.results = self.results, []
            self._resume(self._generator, results[0] if self._alone else results)

    def receive(self, child: Frame) -> None:
        self.results.append(child.value)

    def _resume(self, generator: Generator[Any, Any, Any], sent: Any) -> None:
        try:
            yielded = generator.send(sent)
            while True:
                self._alone = type(yielded) is Call
                self.calls = (yielded,) if self._alone else _calls_in(yielded)
                strangers = [each for each in self.calls if type(each) is not Call]
                if strangers:
                    self.calls = ()
                    yielded = generator.throw(TypeError(_not_a_call(self.call.task, strangers[0])))
                elif self.calls:
                    return
                else:
                    yielded = generator.send([])
        except StopIteration as end:
            self._generator = None
            self._end(end.value)

    def _end(self, value: Any) -> None:
        if type(value) is Call:
            self.calls = (value,)
        elif type(value) in (list, tuple) and value and type(value[0]) is Call:
            self.calls = ()
            raise TypeError(_not_run(self.call.task, value[0]))
        else:
            self.calls = ()
            self.value = value

    def close(self) -> None:
        """End a task that will not be continued."""
        if self._generator is not None:
            self._generator.close()


@overload
def task(function: Function) -> Task: ...
@overload
def task(
    *,
    work: str | None = None,
    span: str | None = None,
    size: Size | None = None,
    cost: int | Callable[..., int] | None = None,
    spec: str | None = None,
    procedure: str | None = None,
    cutoff: int | None = None,
    serial: Function | None = None,
) -> Callable[[Function], Task]: ...
def task(function: Function | None = None, **declared: Any) -> Task | Callable[[Function], Task]:
    """Make a function a task: bare, or with what is declared about it; `Task` lists what that may be.

    >>> @task(size="n")
    ... def fib(n):
    ...     if n < 2:
    ...         return n
    ...     x, y = yield fib(n - 1), fib(n - 2)
    ...     return x + y
    >>> fib(10)
    <call fib(n = 10)>
    >>> fib(10).run()
    55
    """
    if function is not None:
        return Task(function, Declaration())
    declaration = Declaration(**declared)
    if declaration.spec is not None and (declaration.work or declaration.span):
        raise TypeError("work and span are declared by spec, or by themselves, not by both")
    if declaration.serial is not None and declaration.cutoff is None:
        raise TypeError("serial= says how, cutoff= up to which size: give both")
    if declaration.size is None and (declaration.work or declaration.span or declaration.spec or declaration.cutoff):
        raise TypeError("size= is missing: a function of the arguments that it names, or the name of one")
    return lambda function: Task(function, declaration)


def _measure(function: Function, size: Size | None) -> Callable[..., int] | None:
    """The size of the arguments, as a function of them."""
    if size is None:
        return None
    parameters = inspect.signature(function).parameters
    if isinstance(size, str):
        if size not in parameters:
            raise TypeError(f"{function.__name__} has no parameter {size} to be its size")
        return _of_some(parameters, [size], int)
    needed = _parameters_of(size)
    if needed is None or _takes_any_number((*needed.values(), *parameters.values())):
        return size
    named = [name for name in needed if name in parameters]
    if not named or any(p.default is p.empty for name, p in needed.items() if name not in parameters):
        named = list(parameters)[: len(needed)]  # such as len, which calls what it is given by a name of its own
    return _of_some(parameters, named, size)


def _takes_any_number(parameters: Iterable[inspect.Parameter]) -> bool:
    return any(each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD) for each in parameters)


def _parameters_of(size: Callable[..., int]) -> Mapping[str, inspect.Parameter] | None:
    """None where nobody knows them, as of some functions that are not written in Python."""
    try:
        return inspect.signature(size).parameters
    except (TypeError, ValueError):
        return None


def _of_some(
    parameters: Mapping[str, inspect.Parameter], named: list[str], size: Callable[..., int]
) -> Callable[..., int]:
    """A function of these parameters as one of all arguments."""
    places = {name: place for place, name in enumerate(parameters)}
    needed = [(places[name], name, parameters[name].default) for name in named]

    if len(needed) == 1:
        [(place, only, default)] = needed
        return lambda *args, **kwargs: size(args[place] if place < len(args) else kwargs.get(only, default))

    def measured(*args: Any, **kwargs: Any) -> int:
        return size(*(args[at] if at < len(args) else kwargs.get(name, usual) for at, name, usual in needed))

    return measured


def _calls_in(yielded: Any) -> tuple[Any, ...]:
    return tuple(yielded) if isinstance(yielded, list | tuple | Generator) else (yielded,)


def _not_a_call(task: Task, found: Any) -> str:
    """What was yielded in place of a call, and what was meant."""
    if isinstance(found, Task):
        return f"{task.name} yielded the task {found.name} itself; yield a call of it, {found.name}(…)"
    if callable(found):
        return f"{task.name} yielded a function; make it a task with @task, and yield a call of it"
    return (
        f"{task.name} yielded a value ({type(found).__name__}), which has been computed already; "
        "yield calls of functions under @task"
    )


def _not_run(task: Task, call: Call) -> str:
    return f"{task.name} returned calls that have not run, such as {call.label}; yield them, and return what comes back"


def _found(reference: Reference) -> Task:
    found = reference.find()
    assert isinstance(found, Task), found
    return found
