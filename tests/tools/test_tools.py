"""The tools as LangChain sees them, and what each refuses."""

from pathlib import Path
from typing import Any, get_args

import pytest
from langchain_core.tools import BaseTool
from langchain_tests.integration_tests import ToolsIntegrationTests
from langchain_tests.unit_tests import ToolsUnitTests

from reckoner.core import ReckonerError
from reckoner.retrieval import Library
from reckoner.sandbox import Sandbox
from reckoner.tools import (
    algebra_tools,
    document_tools,
    file_tools,
    needs_approval,
    python_tools,
    table_tools,
    unit_tools,
)

EXAMPLES: dict[str, dict[str, Any]] = {
    "calculate": {"expression": "6*7"},
    "python": {"code": "print(6 * 7)"},
    "algebra": {"operation": "solve", "expression": "x^2 = 4"},
    "convert_units": {"value": "5", "source": "mile", "target": "kilometer"},
    "search_documents": {"query": "rent"},
    "query_table": {"document": "tea.csv", "column": "price", "order": "highest"},
    "save_file": {"name": "notes.txt", "content": "hi"},
}


ELSEWHERE = [
    "../a.txt", "/etc/cron.d/a", "a/../../b.txt", "~/a.txt", ".bashrc", "", "a\x00.txt", "a\n.txt", "..", "x" * 300,
    "C:\\a", "a/.ssh/b",
]  # fmt: skip


@pytest.fixture
def tools(sandbox: Sandbox, tmp_path: Path) -> dict[str, Any]:
    library = Library(tmp_path / "documents")
    library.collection().add("tea.csv", b"tea,price\nSencha,7.50\nKeemun,7.20\n")
    gates = [
        *python_tools(sandbox), *algebra_tools(sandbox), *unit_tools(),
        *document_tools(library), *table_tools(library), *file_tools(tmp_path / "workspace"),
    ]  # fmt: skip
    return {gate.tool.name: gate for gate in gates}


class Suite:
    """Gives LangChain's suites the tool that the class is named for."""

    name: str
    _tools: dict[str, Any]

    @pytest.fixture(autouse=True)
    def _given(self, tools: dict[str, Any]) -> None:
        type(self)._tools = tools

    @property
    def tool_constructor(self) -> BaseTool:
        return self._tools[self.name].tool

    @property
    def tool_invoke_params_example(self) -> dict[str, Any]:
        return EXAMPLES[self.name]


for each in EXAMPLES:
    title = each.title().replace("_", "")
    globals()[f"Test{title}Unit"] = type(f"Test{title}Unit", (Suite, ToolsUnitTests), {"name": each})
    globals()[f"Test{title}"] = type(f"Test{title}", (Suite, ToolsIntegrationTests), {"name": each})


def test_every_tool_states_its_risk_and_only_reading_goes_unasked(tools: dict[str, Any]) -> None:
    assert tools.keys() == EXAMPLES.keys()
    asked = needs_approval(tools.values())
    assert {name for name, needed in asked.items() if needed} == {"save_file"}


@pytest.mark.parametrize(
    ("value", "source", "target", "result"),
    [
        ("5", "mile", "kilometer", "8.04672 kilometer"),
        ("100", "degree_Fahrenheit", "degree_Celsius", "37.7777777778 degree Celsius"),
        ("60", "mile/hour", "km/h", "96.56064 km/h"),
        ("2", "hectare", "meter^2", "20000 meter^2"),
    ],
)
def test_units(tools: dict[str, Any], value: str, source: str, target: str, result: str) -> None:
    assert tools["convert_units"].tool.invoke({"value": value, "source": source, "target": target}) == result


@pytest.mark.parametrize(
    ("value", "source", "target", "says"),
    [
        ("5", "mile", "kilogram", "do not measure the same"),
        ("5", "smoot", "meter", "not known"),
        ("five", "mile", "meter", "not a number"),
        ("1/0", "mile", "meter", "not a number"),
        ("5", "USD", "VND", "not known"),
        ("5", "__import__('os').system('id')", "meter", "not a unit"),
        ("5", "meter**9999999999999", "meter", "not a unit"),
        ("5", "meter^99999999999", "meter", "not a unit"),
        ("1e9999999", "mile", "meter", "cannot|can be converted"),
    ],
)
def test_units_that_are_none(tools: dict[str, Any], value: str, source: str, target: str, says: str) -> None:
    with pytest.raises(ReckonerError, match=says):
        tools["convert_units"].tool.invoke({"value": value, "source": source, "target": target})


class TestSaving:
    def test_a_file_is_saved_whole(self, tools: dict[str, Any], tmp_path: Path) -> None:
        tools["save_file"].tool.invoke({"name": "báo cáo/tháng 3.md", "content": "Chào\n"})
        assert (tmp_path / "workspace" / "báo cáo" / "tháng 3.md").read_text() == "Chào\n"
        assert [file.name for file in (tmp_path / "workspace").rglob("*") if file.is_file()] == ["tháng 3.md"]

    def test_the_same_again_changes_nothing_and_other_content_is_refused(
        self, tools: dict[str, Any], tmp_path: Path
    ) -> None:
        save = tools["save_file"].tool
        save.invoke({"name": "a.txt", "content": "1"})
        save.invoke({"name": "a.txt", "content": "1"})
        with pytest.raises(ReckonerError, match="already"):
            save.invoke({"name": "a.txt", "content": "2"})
        assert (tmp_path / "workspace" / "a.txt").read_text() == "1"

    @pytest.mark.parametrize("name", ELSEWHERE)
    def test_nothing_is_written_elsewhere(self, tools: dict[str, Any], tmp_path: Path, name: str) -> None:
        with pytest.raises(ReckonerError, match="no name for a file"):
            tools["save_file"].tool.invoke({"name": name, "content": "x"})
        assert not (tmp_path / "workspace").exists()

    def test_a_link_leads_nowhere_else(self, tools: dict[str, Any], tmp_path: Path) -> None:
        (tmp_path / "workspace").mkdir()
        (tmp_path / "elsewhere").mkdir()
        (tmp_path / "workspace" / "link").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(ReckonerError, match="outside"):
            tools["save_file"].tool.invoke({"name": "link/a.txt", "content": "x"})
        assert list((tmp_path / "elsewhere").iterdir()) == []

    def test_a_file_that_is_too_large_is_refused(self, tools: dict[str, Any]) -> None:
        with pytest.raises(ReckonerError, match="may have 2000000"):
            tools["save_file"].tool.invoke({"name": "a.txt", "content": "x" * 2_000_001})


def test_the_algebra_tool_offers_what_the_sandbox_knows() -> None:
    from reckoner.sandbox.inside.algebra.operations import OPERATIONS
    from reckoner.tools.algebra import Operation

    assert list(get_args(Operation)) == list(OPERATIONS)
