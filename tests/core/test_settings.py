from pathlib import Path

import pytest

from reckoner.core import Settings, SettingsError


def test_flags_win_over_environment_over_file_over_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    Path("reckoner.toml").write_text('model = "hf:from/file"\nstep_limit = 3\ntool_limit = 4\n')
    monkeypatch.setenv("RECKONER_STEP_LIMIT", "5")
    monkeypatch.setenv("RECKONER_TOOL_LIMIT", "6")

    settings = Settings.load(tool_limit=7, language=None)

    assert (settings.model, settings.step_limit, settings.tool_limit, settings.language) == (
        "hf:from/file",
        5,
        7,
        "en",
    )
    assert settings.origins["model"] == str(tmp_path / "reckoner.toml")
    assert settings.origins["step_limit"] == "environment: RECKONER_STEP_LIMIT"
    assert settings.origins["tool_limit"] == "flag"
    assert settings.origins["language"] == "default"


@pytest.mark.parametrize(
    "name", ["OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_API_BASE_URL", "RECKONER_OPENAI_BASE_URL"]
)
def test_conventional_names_are_honoured(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "http://localhost:1/v1")
    settings = Settings.load()
    assert settings.openai_base_url == "http://localhost:1/v1"
    assert settings.origins["openai_base_url"] == f"environment: {name}"


def test_a_key_makes_openai_the_default_and_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.load().model_name == "mini"
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-value")
    settings = Settings.load()
    assert settings.model_name == "openai:gpt-4o-mini"
    assert "sk-secret-value" not in f"{settings!r} {settings}"


def test_a_wrong_value_names_the_setting_where_it_was_found_and_what_fits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RECKONER_STEP_LIMIT", "many")
    with pytest.raises(SettingsError, match=r"step_limit \(environment: RECKONER_STEP_LIMIT\).*integer"):
        Settings.load()


def test_an_unknown_name_in_the_file_is_refused() -> None:
    Path("reckoner.toml").write_text("modle = 'mini'\n")
    with pytest.raises(SettingsError, match="modle"):
        Settings.load()


def test_a_broken_file_is_named() -> None:
    Path("reckoner.toml").write_text("model = \n")
    with pytest.raises(SettingsError, match=r"reckoner\.toml cannot be read"):
        Settings.load()


def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECKONER_FALLBACKS", "openai:a, mini")
    assert Settings.load().fallbacks == ("openai:a", "mini")
