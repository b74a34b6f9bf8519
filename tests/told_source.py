"""A source tree in a few signs a line, so that a test can say what a text is read as."""

from collections.abc import Iterator

from recur.model import source_tree as tree


def told(file: tree.SourceFile) -> str:
    """The functions, then the statements outside of them."""
    lines = [line for function in file.functions for line in _function(function)]
    return "\n".join([*lines, *_block(file.statements, "")])


def _function(function: tree.Function, margin: str = "") -> Iterator[str]:
    name = f"{function.owner}.{function.name}" if function.owner else function.name
    parameters = [f"{p.name}: {p.declared}" if p.declared else p.name for p in function.parameters]
    yield f"{margin}def {name}({', '.join(parameters)}){f' -> {function.returns}' if function.returns else ''}"
    yield from _block(function.body, margin + "  ")


def _block(body: tuple[tree.SourceStatement, ...], margin: str) -> Iterator[str]:
    for statement in body:
        yield from _statement(statement, margin)


def _statement(statement: tree.SourceStatement, margin: str) -> Iterator[str]:
    within = margin + "  "
    match statement:
        case tree.Assigned(targets=targets, value=value, declared=declared):
            left = " = ".join(_value(target) for target in targets)
            yield f"{margin}{left}{f': {declared}' if declared else ''} = {_value(value)}"
        case tree.Update(target=target, op=op, value=value):
            yield f"{margin}{_value(target)} {op}= {_value(value)}"
        case tree.Evaluation(value=value):
            yield margin + _value(value)
        case tree.EachLoop():
            parallel = "parallel " if statement.parallel else ""
            yield f"{margin}{parallel}for {_value(statement.target)} in {_value(statement.iterable)}"
            yield from _block(statement.body, within)
        case tree.TestLoop():
            words = f"{'parallel ' * statement.parallel}{'do ' * statement.body_first}while"
            yield f"{margin}{words} {_value(statement.test)}"
            yield from _block(statement.body, within)
            if statement.updates:
                yield f"{margin}and then"
                yield from _block(statement.updates, within)
        case tree.Alternatives(alternatives=alternatives):
            for at, branch in enumerate(alternatives):
                yield margin + ("else" if branch.test is None else f"{'el' * (at > 0)}if {_value(branch.test)}")
                yield from _block(branch.body, within)
        case tree.Leave(kind=kind, value=value):
            yield f"{margin}{kind}{f' {_value(value)}' if value is not None else ''}"
        case tree.Guarded():
            yield f"{margin}holding {statement.lock}" if statement.lock else f"{margin}try"
            yield from _block(statement.body, within)
            for handler in statement.handlers:
                yield f"{margin}except"
                yield from _block(handler, within)
            if statement.finally_:
                yield f"{margin}finally"
                yield from _block(statement.finally_, within)
        case tree.Wait(of=of):
            yield f"{margin}wait{f' {_value(of)}' if of is not None else ''}"
        case tree.SideBySide(blocks=blocks):
            for block in blocks:
                yield f"{margin}beside"
                yield from _block(block, within)
        case tree.InnerFunction(function=function):
            yield from _function(function, margin)
        case tree.Unreadable(why=why):
            yield f"{margin}unreadable: {why}"


def _value(value: tree.Expression | None) -> str:
    match value:
        case None:
            return "nothing"
        case tree.NamedValue(name=name):
            return name
        case tree.Literal(value=literal):
            return repr(literal)
        case tree.Operation(op=op, operands=(operand,)):
            return f"({op} {_value(operand)})"
        case tree.Operation(op=op, operands=operands):
            return f"({f' {op} '.join(map(_value, operands))})"
        case tree.Conditional(test=test, then=then, otherwise=otherwise):
            return f"({_value(test)} ? {_value(then)} : {_value(otherwise)})"
        case tree.Element(container=container, index=index):
            return f"{_value(container)}[{_value(index)}]"
        case tree.Slice(container=container, low=low, high=high, view=view):
            ends = ":".join("" if end is None else _value(end) for end in (low, high))
            return f"{_value(container)}[{ends}]{' as a view' if view else ''}"
        case tree.Member(value=owner, name=name):
            return f"{_value(owner)}.{name}"
        case tree.CallOf(function=function, arguments=arguments, spawned=spawned):
            return f"{'spawn ' if spawned else ''}{_value(function)}({', '.join(map(_value, arguments))})"
        case tree.Collection(kind=kind, items=items):
            return f"{kind}[{', '.join(map(_value, items))}]"
        case tree.Comprehension(items=items, clauses=clauses):
            rounds = " ".join(f"for {_value(clause.target)} in {_value(clause.iterable)}" for clause in clauses)
            return f"[{', '.join(map(_value, items))} {rounds}]"
        case tree.Lambda(parameters=parameters, body=body):
            return f"({', '.join(parameters)} -> {_value(body)})"
        case tree.NamedExpression(target=target, value=inner):
            return f"({_value(target)} := {_value(inner)})"
        case tree.Unpacked(value=inner):
            return f"*{_value(inner)}"
        case tree.Unreadable(why=why):
            return f"<{why}>"
