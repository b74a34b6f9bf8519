"""Declarators of C: int *a[n] declares the name a, and its type is said from outside in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from recur.model.records import field, mutable

if TYPE_CHECKING:
    from tree_sitter import Node


@mutable
class Declared:
    """A name, its whole type, and what stands behind it: parameters of a function, a value."""

    name: str
    declared: str
    names: tuple[str, ...] = ()
    sizes: list[str] = field(default_factory=list)
    parameters: Node | None = None
    value: Node | None = None
    is_function: bool = False
    is_binding: bool = False


def declared_by(node: Node, type_: str, written: Callable[[Node], str]) -> Declared:
    """What a declarator declares: int and *a[n] give a: int*[n]."""
    found = Declared("", type_)
    inner: Node | None = node
    while inner is not None:
        node = inner
        inner = node.child_by_field_name("declarator")
        match node.type:
            case "init_declarator":
                found.value = node.child_by_field_name("value")
            case "pointer_declarator" | "abstract_pointer_declarator":
                found.declared += "*"
            case "reference_declarator" | "abstract_reference_declarator":
                found.declared += "&"
                inner = next(iter(node.named_children), None)
            case "array_declarator" | "abstract_array_declarator":
                size = node.child_by_field_name("size")
                found.sizes.insert(0, written(size) if size is not None else "")
            case "function_declarator":
                if found.parameters is None:
                    found.parameters = node.child_by_field_name("parameters")
                found.is_function = node.child_by_field_name("declarator") is not None and _names_it(node)
            case "parenthesized_declarator" | "attributed_declarator":
                inner = next(iter(node.named_children), None)
            case "structured_binding_declarator":
                found.is_binding = True
                found.names = tuple(written(child) for child in node.named_children)
                inner = None
            case _:
                found.name = re.sub(r"\s+", "", written(node))
    found.names = found.names or (found.name,)
    found.declared += "".join(f"[{size}]" for size in found.sizes)
    return found


def _names_it(node: Node) -> bool:
    """f(…) declares a function; (*f)(…) a pointer to one."""
    inner = node.child_by_field_name("declarator")
    return inner is not None and inner.type != "parenthesized_declarator"
