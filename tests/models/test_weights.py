"""Weights on disk and from the hub: a real server of its protocol, downloads that break off, files that are wrong."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest
from support.hub import hub_server
from support.stub import stub_server

from reckoner.core import ModelRefused, ModelUnavailable, Settings, SettingsError, StorageError
from reckoner.evaluation.weights import elsewhere
from reckoner.models import hub, server
from reckoner.models.chat import load
from reckoner.models.quantize import quantize
from reckoner.models.weights import find, installed, place, put, remove

TINY = Path(__file__).parents[1] / "data" / "tiny"
PLAIN = {"config.json": b"{}", "model.safetensors": b"w" * 400_000, "README.md": b"# x", "tokenizer.json": b"{}"}

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def test_a_model_is_pulled_listed_and_removed(settings: Settings) -> None:
    with hub_server(dict(PLAIN)) as served:
        settings = settings.model_copy(update={"hf_endpoint": served.url})
        planned = hub.plan(settings, "owner/model")
        assert {each.name for each in planned.files} == {"config.json", "model.safetensors", "tokenizer.json"}
        assert planned.bytes == 400_004
        found = hub.pull(settings, planned)
    assert (found.model, found.bytes) == ("hf:owner/model", 400_004)
    assert installed(settings) == [found]
    assert find(settings, "owner/model") == find(settings, "hf:owner/model") == found
    assert remove(settings, "owner/model") == found
    assert installed(settings) == []
    assert not (settings.home / "models" / "owner").exists()


def test_a_folder_with_another_form_is_pulled_alone(settings: Settings) -> None:
    files = {f"cpu/{path.name}": path.read_bytes() for path in TINY.iterdir()} | dict(PLAIN)
    with hub_server(files) as served:
        settings = settings.model_copy(update={"hf_endpoint": served.url})
        found = hub.pull(settings, hub.plan(settings, "owner/model", below="cpu"))
    assert found.model == "onnx:owner/model"
    assert load(found.model, settings).invoke("hello", stop=["e"]).response_metadata["model_name"] == found.model


def test_a_download_that_broke_off_goes_on(settings: Settings) -> None:
    # It is written to the disk in parts of 10 MB; what of them came is not asked for again.
    large = dict(PLAIN) | {"model.safetensors": b"w" * 24_000_000}
    with hub_server(large) as served:
        settings = settings.model_copy(update={"hf_endpoint": served.url})
        planned = hub.plan(settings, "owner/model")
        served.cut_at = 13_000_000
        hub.pull(settings, planned)
        assert any(int(each.removeprefix("bytes=").partition("-")[0]) >= 10_000_000 for each in served.ranges)
    assert find(settings, "owner/model").bytes == planned.bytes


def test_a_file_that_is_not_what_the_hub_says_is_thrown_away(settings: Settings) -> None:
    with hub_server(dict(PLAIN)) as served:
        settings = settings.model_copy(update={"hf_endpoint": served.url})
        served.told["model.safetensors"] = "0" * 64
        with pytest.raises(ModelRefused, match="not what the hub says"):
            hub.pull(settings, hub.plan(settings, "owner/model"))
        assert installed(settings) == []
        served.told.clear()
        hub.pull(settings, hub.plan(settings, "owner/model"))
    assert len(installed(settings)) == 1


def test_pickled_weights_are_taken_only_when_it_is_said(settings: Settings) -> None:
    with hub_server({"config.json": b"{}", "pytorch_model.bin": b"x"}) as served:
        settings = settings.model_copy(update={"hf_endpoint": served.url})
        with pytest.raises(ModelRefused, match="pickled"):
            hub.plan(settings, "owner/model")
        assert len(hub.plan(settings, "owner/model", pickled=True).files) == 2
        with pytest.raises(ModelRefused, match="no weights in cpu"):
            hub.plan(settings, "owner/model", below="cpu")


def test_what_goes_wrong_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with hub_server(dict(PLAIN)) as served:
        settings = settings.model_copy(update={"hf_endpoint": served.url})
        with pytest.raises(ModelRefused, match="no model called owner/other"):
            hub.plan(settings, "owner/other")
        planned = hub.plan(settings, "owner/model")
        monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 10, 0))
        with pytest.raises(StorageError, match="no room for 0 MB"):
            hub.pull(settings, planned)
    nowhere = settings.model_copy(update={"hf_endpoint": "http://127.0.0.1:9"})
    with pytest.raises(ModelUnavailable, match="could not be had"):
        hub.plan(nowhere, "owner/model")


@pytest.mark.parametrize("name", ["", "../x", "a/../b", "/etc", ".hidden", "a//b", "a/b/c/d"])
def test_no_name_leads_out_of_the_folder(settings: Settings, name: str) -> None:
    with pytest.raises(SettingsError):
        place(settings, name)
    with pytest.raises(SettingsError):
        remove(settings, name)
    if not Path(name).is_absolute():  # A path is a path.
        with pytest.raises(SettingsError):
            load(f"onnx:{name}", settings)


def test_forms_are_measured_each_in_a_process_of_its_own() -> None:
    [cost] = elsewhere([f"onnx:{TINY}"])
    assert cost.disk > 200_000
    assert cost.speed > 1
    assert 1 < cost.perplexity < 10_000
    assert 0 <= cost.right <= 1
    assert cost.memory > 10_000_000
    with pytest.raises(ModelUnavailable):
        [*elsewhere(["mini"])]


def test_a_smaller_form_is_made(settings: Settings, tmp_path: Path) -> None:
    if not all(find_spec(package) for package in ("torch", "transformers", "onnx")):
        with pytest.raises(SettingsError, match="not installed"):
            quantize(settings, str(TINY), "int4")
        return
    from support.tiny import make_plain

    make_plain(tmp_path / "plain")
    found = quantize(settings, str(tmp_path / "plain"), "int4")
    assert found.model == "onnx:plain-int4"
    assert load(found.model, settings).invoke("hello").usage_metadata
    (tmp_path / "plain" / "config.json").write_text('{"model_type": "nothing"}')
    with pytest.raises(ModelRefused, match="could not be made smaller"):
        quantize(settings, str(tmp_path / "plain"), "int4")
    assert installed(settings) == [found]


def test_new_weights_never_take_the_place_of_others(settings: Settings) -> None:
    root = settings.home / "models"
    for name in ("Qwen/one", "Qwen/two", "gpt2"):
        shutil.copytree(TINY, root / name)
    made = settings.home / "made"
    for name in ("Qwen", "gpt2/small"):
        shutil.copytree(TINY, made)
        with pytest.raises(SettingsError, match="other weights"):
            put(settings, made, name)
        shutil.rmtree(made)
    assert [each.name for each in installed(settings)] == ["Qwen/one", "Qwen/two", "gpt2"]


def test_a_server_tells_its_models(settings: Settings) -> None:
    with stub_server() as stub:
        stub.models = [{"id": "b", "max_model_len": 4096}, {"id": "a"}]
        found = [*server.models(settings, stub.url)]
    assert [(each.name, each.context) for each in found] == [("a", None), ("b", 4096)]
    with pytest.raises(ModelUnavailable, match="cannot be reached"):
        [*server.models(settings, stub.url)]
