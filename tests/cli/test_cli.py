"""The command as a person and a program run it: in a process of its own."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.command import reckoner
from support.documents import LEASE, pdf
from support.stub import Reply, stub_server


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom reckoner.cli.main import app\n"
        "result = CliRunner().invoke(app, ['--help'])\nassert result.exit_code == 0, result.output\n"
        "heavy = {'langchain', 'langchain_core', 'langgraph', 'chromadb', 'streamlit', 'torch', 'numpy', 'sympy'}\n"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_question_is_answered_offline() -> None:
    command = [sys.executable, "-m", "reckoner.cli", "ask", "What is 15% of 240?"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "36" in ran.stdout


def test_events_are_printed_one_a_line() -> None:
    ran = reckoner("ask", "--json", "What is 15% of 240?")
    events = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [event["type"] for event in events if event["type"] != "text_delta"] == [
        "thought", "tool_started", "tool_finished", "answer", "usage",
    ]  # fmt: skip


def test_a_folder_of_documents_is_asked(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "lease.pdf").write_bytes(pdf(LEASE))
    (folder / "broken.pdf").write_bytes(pdf(LEASE)[:150])
    ran = reckoner("ask", "--docs", str(folder), "What is 12% of the annual rent?")
    assert ran.returncode == 0
    assert "2,880" in ran.stdout
    assert "[1] lease.pdf, p. 1" in ran.stdout
    assert "broken.pdf cannot be read" in ran.stderr
    (folder / "lease.pdf").unlink()
    assert "2,880" not in reckoner("ask", "--docs", str(folder), "What is 12% of the annual rent?").stdout


def test_nothing_is_written_without_a_person_to_ask(tmp_path: Path) -> None:
    ran = reckoner("ask", 'Save "buy milk" to list.txt')
    assert ran.returncode == 3
    assert not (tmp_path / "home" / "workspace").exists()


def test_documents_are_added_listed_and_removed(tmp_path: Path) -> None:
    (tmp_path / "lease.txt").write_text(LEASE)
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\x00\x00")
    added = reckoner("docs", "add", "lease.txt", "photo.png", "none.txt")
    assert added.returncode == 4
    assert "photo.png is not a kind" in added.stderr
    assert "no file none.txt" in added.stderr
    assert reckoner("docs", "list").stdout.startswith("lease.txt\ttext")
    assert json.loads(reckoner("docs", "list", "--json").stdout)["name"] == "lease.txt"
    assert reckoner("docs", "remove", "lease.txt").stdout == "Removed lease.txt.\n"
    assert reckoner("docs", "remove", "lease.txt").returncode == 4


def test_files_of_one_name_in_two_folders_are_two_documents(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / "papers" / name).mkdir(parents=True)
        (tmp_path / "papers" / name / "note.txt").write_text(f"The word of {name} is {name * 3}.")
    reckoner("docs", "add", str(tmp_path / "papers"))
    # The latest comes first, and a clock may tick between the two: their order is not what is tested here.
    assert {line.split("\t")[0] for line in reckoner("docs", "list").stdout.splitlines()} == {
        "a/note.txt",
        "b/note.txt",
    }


def test_documents_are_kept_in_step_searched_and_moved(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "lease.txt").write_text(LEASE)
    name = f"{folder.as_posix().lstrip('/')}/lease.txt"
    assert f"{name}: 1 passages" in reckoner("docs", "sync", str(folder)).stderr
    assert reckoner("docs", "sync", str(folder)).stderr == "Nothing has changed.\n"
    found = reckoner("docs", "search", "What is the annual rent?")
    assert found.stdout.startswith(f"{name} · p. 1")
    assert "words 1.00" in found.stdout
    told = json.loads(reckoner("docs", "search", "annual rent", "--limit", "1", "--kind", "text", "--json").stdout)
    assert told["passage"]["name"] == name
    assert reckoner("docs", "search", "annual rent", "--kind", "pdf").stdout == "Nothing in the documents fits.\n"
    assert reckoner("docs", "export", "all.sqlite").stdout == "Exported: 1.\n"
    reckoner("docs", "remove", name)
    assert f"{name}: 1 passages" in reckoner("docs", "import", "all.sqlite").stderr
    assert reckoner("docs", "rebuild").stdout == "Indexed again: 0.\n"
    missing = reckoner("docs", "sync", str(tmp_path / "nowhere"))
    assert (missing.returncode, "no folder" in missing.stderr) == (4, True)


def test_a_watched_folder_is_followed(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    command = [sys.executable, "-m", "reckoner.cli", "docs", "sync", str(folder), "--watch"]

    def interruptible() -> None:
        # Where the tests themselves run in the background, children are born deaf to it.
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=interruptible) as watching:
        assert watching.stderr is not None
        lines = iter(watching.stderr.readline, "")
        assert any(line.startswith("Watching") for line in lines)
        try:
            (folder / "lease.txt").write_text(LEASE)
            assert next(lines).endswith("papers/lease.txt: 1 passages\n")
            watching.send_signal(signal.SIGINT)
            assert watching.wait(60) == 130
        finally:
            watching.kill()


def test_conversations_are_listed_shown_exported_and_deleted() -> None:
    reckoner("ask", "What is 15% of 240?", "--thread", "t1")
    assert reckoner("threads", "list").stdout.startswith("t1\t")
    assert "36" in reckoner("threads", "show", "t1").stdout
    assert "## What is 15% of 240?" in reckoner("threads", "export", "t1").stdout
    assert json.loads(reckoner("threads", "export", "t1", "--json").stdout)["thread"]["id"] == "t1"
    assert reckoner("threads", "rename", "t1", "Shopping").returncode == 0
    assert "Shopping" in reckoner("threads", "list", "shop").stdout
    assert reckoner("threads", "delete", "t1").returncode == 0
    gone = reckoner("threads", "show", "t1")
    assert (gone.returncode, "no conversation “t1”" in gone.stderr) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "says"),
    [
        (["ask", "-m", "nope", "hi"], {}, 2, "provider:name"),
        (["ask", "-m", "openai:gpt-4o", "hi"], {}, 2, "OPENAI_API_KEY is not set"),
        (["ask", "-m", "mini", "--temperature", "0.5", "hi"], {}, 2, "has no setting temperature"),
        (["ask", "hi"], {"RECKONER_STEP_LIMIT": "x"}, 2, "step_limit"),
        (["ask", "--docs", "nowhere", "hi"], {}, 4, "no file nowhere"),
        (["ask", " "], {}, 1, "Write a question"),
        (["ask", " "], {"RECKONER_LANGUAGE": "vi"}, 1, "Hãy viết câu hỏi"),
        (["ask", "hi"], {"RECKONER_HOME": "/proc/none"}, 1, "cannot be written"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(
    arguments: list[str], environment: dict[str, str], code: int, says: str
) -> None:
    ran = reckoner(*arguments, **environment)
    assert (ran.returncode, ran.stdout) == (code, "")
    assert says in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_a_documents_control_characters_do_not_reach_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "evil\x1b[8m.txt").write_text("The fee\x1b]0;owned\x07 is \x1b[2K\x1b[1A$20.")
    reckoner("docs", "add", "evil\x1b[8m.txt")
    for arguments in (["docs", "list"], ["ask", "What is the fee?"]):
        shown = reckoner(*arguments).stdout
        assert "evil" in shown
        assert "\x1b" not in shown


def test_names_of_another_encoding_are_taken(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.txt"))).write_text("The fee is $20.")
    added = reckoner("docs", "add", str(tmp_path))
    assert (added.returncode, "Traceback" in added.stderr) == (0, False)
    assert "bad\\xff.txt" in reckoner("docs", "list").stdout


def test_a_server_that_refuses_the_key_is_said_and_the_key_is_not() -> None:
    with stub_server(Reply(status=401)) as stub:
        ran = reckoner("ask", "hi", OPENAI_API_KEY="sk-very-secret", OPENAI_BASE_URL=stub.url)
    assert ran.returncode == 1
    assert "does not accept the key" in ran.stderr
    assert "sk-very-secret" not in ran.stdout + ran.stderr


def test_the_doctor_shows_origins_and_no_secret() -> None:
    ran = reckoner("doctor", OPENAI_API_KEY="sk-very-secret", RECKONER_STEP_LIMIT="5", COLUMNS="200")
    assert "environment: RECKONER_STEP_LIMIT" in ran.stdout
    assert "Sandbox: on" in ran.stdout
    assert "sk-very-secret" not in ran.stdout


def test_a_shop_is_filled_taken_out_and_brought_in(tmp_path: Path) -> None:
    home = {"RECKONER_HOME": str(tmp_path)}
    assert "12 users" in reckoner("shop", "seed", "--customers", "12", **home).stdout
    again = reckoner("shop", "seed", **home)
    assert (again.returncode, "--replace" in again.stderr) == (1, True)
    file = tmp_path / "shop.json"
    assert reckoner("shop", "export", str(file), **home).returncode == 0
    shop = json.loads(file.read_text("utf-8"))
    assert "60 users" in reckoner("shop", "seed", "--replace", **home).stdout
    assert "12 users" in reckoner("shop", "import", str(file), "--replace", **home).stdout
    assert reckoner("shop", "export", str(file), **home).returncode == 0
    assert json.loads(file.read_text("utf-8")) == shop
    file.write_text("{")
    for wrong in (str(file), str(tmp_path / "none"), str(tmp_path)):
        broken = reckoner("shop", "import", wrong, "--replace", **home)
        assert broken.returncode == 1
        assert "cannot be read" in broken.stderr
        assert "Traceback" not in broken.stderr


def test_a_database_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    for url in ("mysql://x/y", "postgresql+psycopg://u:secret@/none?host=/nowhere"):
        ran = reckoner("shop", "seed", RECKONER_SHOP_DATABASE=url, RECKONER_HOME=str(tmp_path))
        assert ran.returncode in (1, 2)
        assert "secret" not in ran.stderr
        assert "Traceback" not in ran.stderr
        assert "database" in ran.stderr


def test_the_record_is_shown(tmp_path: Path) -> None:
    home = {"RECKONER_HOME": str(tmp_path)}
    assert reckoner("audit", **home).returncode == 0
    assert reckoner("audit", "--json", **home).stdout == ""
