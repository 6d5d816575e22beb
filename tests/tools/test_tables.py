"""All rows of a table are asked, not those that a search happens to find."""

from pathlib import Path
from typing import Any

import pytest
from langchain_core.tools import BaseTool

from reckoner.core import DocumentError
from reckoner.retrieval import Library
from reckoner.tools import table_tools

KINDS = ("green", "black", "fruit")
TEAS = "code,tea,kind,price_gbp,best_before,note\n" + "".join(
    f"T{place:02},Tea {place},{KINDS[place % 3]},{place}.50,2026-{place % 12 + 1:02}-15,"
    f"{'in silk; for gifts' if place == 40 else 'loose'}\n"
    for place in range(1, 61)
)
PAGE = """# Prices

| Room | Price per night |
|---|---|
| Loft | £92.00 |
| Garden room | £78.50 |

Breakfast is served from 7:30.

| Extra | Price |
|---|---|
| Dog | £9 |
"""


@pytest.fixture
def asked(tmp_path: Path) -> BaseTool:
    library = Library(tmp_path / "documents")
    library.collection().add("teas.csv", TEAS.encode())
    library.collection().add("inn.md", PAGE.encode())
    library.collection().add("note.txt", b"There is no table here.")
    [gate] = table_tools(library)
    return gate.tool


def ask(tool: BaseTool, document: str, **arguments: Any) -> str:
    return str(tool.invoke({"document": document, **arguments}))


def test_a_column_is_ordered_over_all_rows(asked: BaseTool) -> None:
    found = ask(asked, "teas.csv", column="price_gbp", order="highest").splitlines()
    assert found[0] == "60 of 60 rows fit. price_gbp: sum 1860, mean 31, lowest 1.5, highest 60.5."
    assert found[2].startswith("code: T60; tea: Tea 60;")
    assert found[-1] == "40 more rows are not shown."
    assert ask(asked, "teas.csv", column="price GBP", order="lowest").splitlines()[2].startswith("code: T01;")


@pytest.mark.parametrize(
    ("where", "fitting"),
    [
        (["kind = fruit"], 20),
        (["Kind = FRUIT", "price_gbp < 10"], 3),
        (["kind != fruit"], 40),
        (["price_gbp >= 60.5"], 1),
        (["best_before <= 2026-01-31"], 5),
        (["note contains silk"], 1),
        (['note = "in silk; for gifts"'], 1),
        (["kind = oolong"], 0),
    ],
)
def test_conditions(asked: BaseTool, where: list[str], fitting: int) -> None:
    assert ask(asked, "teas.csv", where=where).startswith(f"{fitting} of 60 rows fit.")


def test_days_are_compared_and_not_added_up(asked: BaseTool) -> None:
    found = ask(asked, "teas.csv", column="best_before", where=["price_gbp < 4"], order="lowest").splitlines()
    assert found[0] == "3 of 60 rows fit. best_before: earliest 2026-02-15, latest 2026-04-15."
    assert found[2].startswith("code: T01;")


def test_two_columns_are_multiplied_row_by_row(asked: BaseTool) -> None:
    found = ask(asked, "teas.csv", column="price_gbp", times="price_gbp", where=["price_gbp < 3"])
    assert found.startswith("2 of 60 rows fit. price_gbp * price_gbp: sum 8.5, mean 4.25,")


def test_the_table_that_has_the_column_is_meant(asked: BaseTool) -> None:
    assert "sum 170.5" in ask(asked, "inn.md", column="Price per night")
    assert "sum 9," in ask(asked, "inn.md", column="Price")
    assert ask(asked, "inn.md").startswith("2 of 2 rows fit.")


def test_rows_are_cited_as_they_stand(asked: BaseTool) -> None:
    message = asked.invoke(
        {
            "type": "tool_call",
            "id": "1",
            "name": "query_table",
            "args": {"document": "teas.csv", "where": ["tea = Tea 7"]},
        }
    )
    [row] = message.artifact["passages"]
    assert row["text"].startswith("code: T07; tea: Tea 7; kind: black")
    assert row["end"] - row["start"] == len(row["text"])


@pytest.mark.parametrize(
    ("document", "arguments", "told"),
    [
        ("none.csv", {}, "no document “none.csv”"),
        ("note.txt", {}, "holds no table"),
        ("teas.csv", {"column": "colour"}, "no column “colour”. Its columns are: code, tea, kind"),
        ("teas.csv", {"column": "kind"}, "neither a number nor a date"),
        ("teas.csv", {"where": ["cheap"]}, "is no condition on this table"),
        ("teas.csv", {"where": ["colour = red"]}, "its columns are: code, tea"),
    ],
)
def test_what_cannot_be_asked_is_told(asked: BaseTool, document: str, arguments: dict[str, Any], told: str) -> None:
    with pytest.raises(DocumentError, match=told):
        ask(asked, document, **arguments)
