"""The page as a script, with the small model: what a person sees without a browser between."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from support.stub import Reply, stub_server

APP = str(Path(__file__).parents[2] / "ui" / "app.py")


@pytest.fixture
def app() -> Iterator[AppTest]:
    st.cache_resource.clear()
    yield AppTest.from_file(APP, default_timeout=30)
    from reckoner.ui.session import shared

    held = shared()
    held.bridge.call(held.opened.aclose())
    st.cache_resource.clear()


def said(app: AppTest) -> str:
    return "\n".join(each.value for each in app.markdown)


def test_the_empty_page_offers_four_examples_that_work(app: AppTest) -> None:
    app.run()
    assert not app.exception
    for place, result in ((1, r"\$30"), (2, "x = 2, x = 3"), (3, "43 days"), (4, "graph of")):
        app.button(key="new-chat").click().run()
        app.button(key=f"example-{place}").click().run()
        assert not app.exception
        assert result in said(app)


def test_a_question_an_approval_and_what_was_saved(app: AppTest, tmp_path: Path) -> None:
    app.run()
    app.chat_input[0].set_value('Save "buy milk" to list.txt').run()
    assert app.chat_input[0].disabled
    assert not (tmp_path / "home" / "workspace").exists()
    next(area for area in app.text_area if area.value == "buy milk").set_value("buy tea").run()
    next(button for button in app.button if button.label == "Approve as edited").click().run()
    assert (tmp_path / "home" / "workspace" / "list.txt").read_text() == "buy tea"
    assert not app.chat_input[0].disabled


def test_rejecting(app: AppTest, tmp_path: Path) -> None:
    app.run()
    app.chat_input[0].set_value('Save "buy milk" to list.txt').run()
    next(button for button in app.button if button.label == "Reject").click().run()
    assert "I did not do it" in said(app)
    assert not (tmp_path / "home" / "workspace").exists()


def test_the_language_can_be_changed(app: AppTest) -> None:
    app.query_params["lang"] = "vi"
    app.run()
    assert "Đọc trước khi trả lời" in said(app)
    app.chat_input[0].set_value("15% của 240 là bao nhiêu?").run()
    assert "**36**" in said(app)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [("RECKONER_STEP_LIMIT", "many", "step_limit"), ("RECKONER_MODEL", "nope", "provider:name")],
)
def test_wrong_settings_are_a_sentence_on_the_page(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    st.cache_resource.clear()
    monkeypatch.setenv(name, value)
    app = AppTest.from_file(APP, default_timeout=30).run()
    assert not app.exception
    assert says in app.error[0].value.replace("\\", "")


def test_a_model_without_a_setting_says_so(app: AppTest) -> None:
    app.run()
    app.number_input(key="sampling_temperature").set_value(0.5).run()
    app.chat_input[0].set_value("What is 15% of 240?").run()
    assert "mini has no setting temperature" in app.error[0].value


def test_a_chat_whose_collection_is_gone_goes_on_with_the_main_one(app: AppTest) -> None:
    from reckoner.ui.session import shared

    app.run()
    library = shared().assistant.library
    library.collection().add("lease.txt", b"The annual rent is $24,000.")
    library.create("Vault").add("vault.txt", b"The vault opens at noon.")
    app.session_state["collection"] = "Vault"
    app.chat_input[0].set_value("When does the vault open?").run()
    assert "noon" in said(app)
    library.remove("Vault")
    app.run()
    assert not app.exception
    assert "There is no collection" in app.toast[0].value
    app.chat_input[0].set_value("What is the annual rent?").run()
    assert not app.error
    assert "24,000" in said(app)


def test_steps_and_notes_of_a_solution_are_shown(app: AppTest) -> None:
    app.run()
    app.chat_input[0].set_value("integrate x*exp(x)").run()
    assert not app.exception
    assert "Integrate by parts" in said(app)
    assert any("Any constant" in each.value for each in app.caption)


def test_a_sandbox_without_defences_is_said_on_the_page(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECKONER_SANDBOX", "unsafe")
    app.run()
    assert any("without any defence" in each.value for each in app.warning)


def _pictures() -> None:
    """A page of its own: figures, charts and tables of a tool's result, and the strategy that answered."""
    from reckoner.core import Answer, ToolFinished, ToolStarted
    from reckoner.ui.draw import TurnView

    png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    chart = {"data": {"values": [{"x": 1, "y": 2}]}, "mark": "line"}
    table = {"columns": ["a"], "rows": [["1"]]}
    view = TurnView(running=False)
    view.draw(ToolStarted(call_id="1", tool="python", arguments={"code": "plot()"}))
    shown = {"figures": [png], "charts": [chart], "table": table}
    view.draw(ToolFinished(call_id="1", tool="python", text="1 figure drawn", ok=True, display=shown))
    view.draw(Answer(text="See the figure.", strategy="pal"))
    view.end()


def test_figures_charts_and_the_strategy_are_drawn() -> None:
    page = AppTest.from_function(_pictures).run()
    assert not page.exception
    assert "See the figure." in said(page)
    assert any("(PAL)" in each.value for each in page.caption)
    assert len(page.dataframe) == 1
    assert [len(page.get(kind)) for kind in ("image", "vega_lite_chart")] == [1, 1]


@pytest.mark.enable_socket
def test_the_models_within_reach_can_be_chosen(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(Path(__file__).parents[1] / "data" / "tiny", tmp_path / "home" / "models" / "tiny")
    with stub_server(Reply(text="It is hot.")) as stub:
        stub.models = [{"id": "llama3"}]
        monkeypatch.setenv("OPENAI_BASE_URL", stub.url)
        st.cache_data.clear()
        app.run()
        chooser = app.selectbox(key="model")
        assert {"mini", "onnx:tiny", "openai:llama3"} <= set(chooser.options)
        chooser.set_value("openai:llama3").run()
        app.chat_input[0].set_value("How is the weather?").run()
        assert not app.exception
        assert "It is hot." in said(app)
    st.cache_data.clear()
