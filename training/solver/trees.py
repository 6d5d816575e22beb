"""Expressions as steps over the quantities of a text."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from reckoner.models.mini.solver.quantities import CONSTANTS, Problem
from reckoner.models.mini.solver.steps import Step, applied


@dataclass(frozen=True)
class Tree:
    """A quantity, by its place among constants and numbers, or two trees joined by a sign."""

    value: Fraction
    place: int = -1
    sign: str = ""
    left: "Tree | None" = None
    right: "Tree | None" = None


class Unwritable(Exception):
    """The expression needs what the text does not hold."""


def parsed(expression: str, leaf: Callable[[str | Fraction], Tree]) -> Tree:
    """The tree of ``expression``; ``leaf`` tells that of a name or a number.

    Raises:
        Unwritable: for signs that are none of ours, or a leaf that has no tree.
    """
    return _of(ast.parse(expression, mode="eval").body, leaf)


def _of(node: ast.expr, leaf: Callable[[str | Fraction], Tree]) -> Tree:
    if isinstance(node, ast.Name):
        return leaf(node.id)
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return leaf(Fraction(str(node.value)))
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "ceil" and isinstance(node.args[0], ast.BinOp):
        inner = node.args[0]
        if isinstance(inner.op, ast.Div):
            return joined("ceil", _of(inner.left, leaf), _of(inner.right, leaf))
    if isinstance(node, ast.BinOp):
        left, right = _of(node.left, leaf), _of(node.right, leaf)
        if isinstance(node.op, ast.Pow) and right.value == 2:
            return joined("*", left, left)
        signs: dict[type[ast.operator], str] = {
            ast.Add: "+",
            ast.Sub: "-",
            ast.Mult: "*",
            ast.Div: "/",
            ast.FloorDiv: "floor",
            ast.Mod: "mod",
        }
        if type(node.op) in signs:
            return joined(signs[type(node.op)], left, right)
    raise Unwritable(ast.dump(node))


def joined(sign: str, left: Tree, right: Tree) -> Tree:
    """Two trees as one."""
    value = applied(sign, left.value, right.value)
    if value is None:
        raise Unwritable("division by nothing")
    return Tree(value, sign=sign, left=left, right=right)


def constant(value: Fraction) -> Tree:
    """The tree of a constant.

    Raises:
        Unwritable: where it is none of ours.
    """
    if value in CONSTANTS:
        return Tree(value, CONSTANTS.index(value))
    if value and 1 / value in CONSTANTS:
        return joined("/", constant(Fraction(1)), constant(1 / value))
    raise Unwritable(str(value))


def number(problem: Problem, place: int, *, plain: bool = True) -> Tree:
    """The tree of a number of the text; of one in percent, ``plain`` is the number that is written."""
    quantity = problem.quantities[place]
    leaf = Tree(quantity.value, len(CONSTANTS) + place)
    return joined("*", leaf, constant(Fraction(100))) if quantity.percent and plain else leaf


def simple(tree: Tree) -> Tree:
    """``tree`` without factors of a hundred that cancel out, or of one."""
    if tree.left is None or tree.right is None:
        return tree
    left, right = simple(tree.left), simple(tree.right)
    if tree.sign not in "*/":
        return joined(tree.sign, left, right)
    above, below = _factors(joined(tree.sign, left, right))
    hundred, one = CONSTANTS.index(Fraction(100)), CONSTANTS.index(Fraction(1))
    above, below = ([each for each in side if each.place != one] for side in (above, below))
    while any(each.place == hundred for each in above) and any(each.place == hundred for each in below):
        for side in (above, below):
            side.remove(next(each for each in side if each.place == hundred))
    made = above[0] if above else constant(Fraction(1))
    rest = [("*", each) for each in above[1:]] + [("/", each) for each in below]
    for sign, each in rest:
        made = joined(sign, made, each)
    return made


def shared(tree: Tree, problem: Problem) -> Tree:
    """``tree`` with a fraction that the text says in the place of its parts: *a third of 36* is 36 times 1/3."""
    if tree.left is None or tree.right is None:
        return tree
    left, right = shared(tree.left, problem), shared(tree.right, problem)
    if tree.sign not in "*/":
        return joined(tree.sign, left, right)
    above, below = _factors(joined(tree.sign, left, right))
    for place, each in enumerate(problem.quantities):
        bottom = [part for part in below if _spare(part, each.value.denominator)]
        top = [part for part in above if _spare(part, each.value.numerator)]
        if each.percent or each.value.denominator == 1 or each.value >= 1 or not bottom:
            continue
        if each.value.numerator != 1 and not top:
            continue
        below.remove(bottom[0])
        if top:
            above.remove(top[0])
        above.append(Tree(each.value, len(CONSTANTS) + place))
    if not above:
        return tree
    made = above[0]
    for sign, part in [*(("*", each) for each in above[1:]), *(("/", each) for each in below)]:
        made = joined(sign, made, part)
    return made


def _spare(leaf: Tree, value: int) -> bool:
    """Whether ``leaf`` is the constant ``value``."""
    return leaf.left is None and leaf.place < len(CONSTANTS) and leaf.value == value


def _factors(tree: Tree) -> tuple[list[Tree], list[Tree]]:
    if tree.left is None or tree.right is None or tree.sign not in "*/":
        return [tree], []
    above, below = _factors(tree.left)
    more, less = _factors(tree.right)
    return (above + more, below + less) if tree.sign == "*" else (above + less, below + more)


def steps(tree: Tree, numbers: int) -> list[Step]:
    """The steps that make ``tree`` over so many numbers, each part of it once.

    Raises:
        Unwritable: where two constants are joined: the problem then needs another constant.
    """
    made: list[Step] = []
    first = len(CONSTANTS) + numbers

    def place_of(each: Tree) -> int:
        if each.left is None or each.right is None:
            return each.place
        step = Step(each.sign, place_of(each.left), place_of(each.right))
        if max(step.left, step.right) < len(CONSTANTS):
            raise Unwritable("two constants")
        if step not in made:
            made.append(step)
        return first + made.index(step)

    place_of(tree)
    return made


def values(problem: Problem, program: Sequence[Step]) -> list[Fraction]:
    """What every place of a program is worth: constants, numbers, results."""
    found = [*CONSTANTS, *(each.value for each in problem.quantities)]
    for step in program:
        result = step.of(found)
        assert result is not None, "a program of training divides by nothing"
        found.append(result)
    return found
