"""A declared type tells what is held, in the words of the table of operations."""

import pytest

from recur.source_costs.declared_types import DeclaredKind, declared_kind


def words(kind: DeclaredKind) -> str:
    return " of ".join([kind.kind or "?", *(words(element) for element in kind.elements)])


@pytest.mark.parametrize(
    ("language", "declared", "said"),
    [
        ("c", "int", "number"),
        ("c", "unsigned long long", "number"),
        ("c", "double*", "list of number"),
        ("c", "char*", "str"),
        ("c", "char[n]", "str"),
        ("c", "char**", "list of str"),
        ("c", "int[n][m]", "list of list of number"),
        ("c", "node*", "?"),
        ("c++", "std::vector<std::vector<int>>&", "list of list of number"),
        ("c++", "map<string,vector<int>>", "sorted_dict of str of list of number"),
        ("c++", "std::unordered_map<int,int>", "dict of number of number"),
        ("c++", "std::function<int(int)>", "function of ?"),
        ("java", "int[][]", "list of list of number"),
        ("java", "Map<String,List<Integer>>", "dict of str of list of number"),
        ("java", "java.util.LinkedList<String>", "linked_list of str"),
        ("java", "StringBuilder", "builder"),
        ("java", "Node", "?"),
        ("java", "", "?"),
    ],
)
def test_a_type_says_what_it_holds(language: str, declared: str, said: str) -> None:
    assert words(declared_kind(language, declared)) == said


def test_the_sides_of_an_array_are_its_sizes() -> None:
    kind = declared_kind("c", "double[n][2*m]")
    assert kind.sides == ("n", "2*m")
    assert kind.elements[0].sides == ("2*m",)
