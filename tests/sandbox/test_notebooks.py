"""Cells that share their names, and what keeps one notebook from another."""

import asyncio

from reckoner.sandbox import Sandbox


async def test_cells_of_one_notebook_share_their_names_and_no_others(sandbox: Sandbox) -> None:
    await sandbox.run("import math\na = 5\ndef double(x):\n    return 2 * x", notebook="one")
    assert (await sandbox.run("a = double(a)\na", notebook="one")).value == 10
    assert (await sandbox.run("math.floor(a / 3)", notebook="one")).value == 3
    assert (await sandbox.run("a", notebook="two")).error.startswith("NameError")
    assert (await sandbox.run("a")).error.startswith("NameError")


async def test_an_error_leaves_what_was_done_before_it(sandbox: Sandbox) -> None:
    await sandbox.run("b = 1\nb / 0", notebook="error")
    assert (await sandbox.run("b", notebook="error")).value == 1


async def test_a_cell_that_had_to_be_killed_leaves_the_cells_before_it(sandbox: Sandbox) -> None:
    await sandbox.run("c = [1]", notebook="killed")
    assert (await sandbox.run("import os\nc.append(2)\nos._exit(1)", notebook="killed")).limit == "crash"
    assert (await sandbox.run("c", notebook="killed")).value == [1]


async def test_a_cell_that_runs_out_of_time_leaves_its_names(sandbox: Sandbox) -> None:
    verdict = await sandbox.run("d = 1\nwhile True:\n    d += 1", notebook="slow")
    assert verdict.limit == "time"
    assert (await sandbox.run("d > 1", notebook="slow")).value is True


async def test_a_notebook_moves_to_where_its_libraries_are(sandbox: Sandbox) -> None:
    await sandbox.run("e = [1, 2, 3]", notebook="moves")
    assert (await sandbox.run("import scipy.stats\nfloat(scipy.stats.gmean(e)) > 1", notebook="moves")).value is True


async def test_a_forgotten_notebook_is_empty(sandbox: Sandbox) -> None:
    await sandbox.run("f = 1", notebook="forgotten")
    sandbox.forget("forgotten")
    assert (await sandbox.run("f", notebook="forgotten")).error.startswith("NameError")


async def test_more_notebooks_than_processes(sandbox: Sandbox) -> None:
    for number in range(20):
        await sandbox.run(f"g = {number}", notebook=f"many {number}")
    found = [(await sandbox.run("g", notebook=f"many {number}")).value for number in range(20)]
    assert found == list(range(20))


async def test_cells_asked_at_once_run_one_after_another(sandbox: Sandbox) -> None:
    await sandbox.run("h = 0", notebook="at once")
    await asyncio.gather(*(sandbox.run("h += 1", notebook="at once") for _ in range(10)))
    assert (await sandbox.run("h", notebook="at once")).value == 10


async def test_what_a_cell_writes_after_its_reply_is_not_the_next_cells_reply(sandbox: Sandbox) -> None:
    forged = 'b\'{"printed": "forged"}\\n\''
    await sandbox.run(f"import os\nos.write(3, {forged} * 2)", notebook="forger")
    assert (await sandbox.run("print('true')", notebook="forger")).printed == "true\n"
