"""Any described API as tools: the store's own document, and what must not be reached."""

import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from pydantic import SecretStr
from support.calling import by_name, call
from support.scripted import ScriptedModel
from support.scripted import call as scripted
from support.serving import served

from reckoner.agents import Assistant
from reckoner.core import Api, ApprovalNeeded, Settings, ToolError, ToolFinished, Turn
from reckoner.shop.api import application
from reckoner.shop.config import Config
from reckoner.shop.database import Database
from reckoner.shop.demo import demo
from reckoner.shop.transfer import import_
from reckoner.tools import Gate
from reckoner.tools.openapi import Auth, Guarded, openapi_tools, operations

pytestmark = pytest.mark.enable_socket
BEARER = Auth(kind="bearer", secret=SecretStr("k"))


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[str]:
    database = Database(tmp_path / "shop.sqlite")
    import_(database, demo())
    with served(application(database, Config(key="k"))) as url:
        yield url
    database.close()


async def test_a_shop_is_used_by_its_own_document(shop: str) -> None:
    document = httpx.get(f"{shop}/openapi.json").json()
    gates = by_name(openapi_tools(document, url=shop, auth=BEARER, private=True, prefix="shop_"))
    reads = {name for name, gate in gates.items() if gate.risk == "read"}
    assert {"shop_list_products_products_get", "shop_read_product_products__product_id__get"} <= reads
    assert gates["shop_cancel_orders__order_id__cancel_post"].risk == "outside"
    products = json.loads(await call(gates["shop_list_products_products_get"]))
    number = products["Desk Lamp"]
    assert "Desk Lamp" in await call(gates["shop_read_product_products__product_id__get"], product_id=number)
    found = await call(gates["shop_search_products_search_get"], words="bottle & lamp?")
    assert "Water Bottle" in found
    email = next(iter(demo()["users"].values()))["email"]
    verified = json.loads(await call(gates["shop_verify_by_email_verifications_email_post"], email=email))
    mine = await call(gates["shop_read_customer_customer_get"], **{"X-Customer-Token": verified["token"]})
    assert email in mine


async def test_an_api_of_the_settings_is_used_after_a_yes(
    shop: str, settings: Settings, told: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = Api(
        document=f"{shop}/openapi.json", url=shop, operations=("list_products_products_get", "make_quote_quotes_post"),
        auth="bearer", key_variable="SHOP_KEY", private=True,
    )  # fmt: skip
    changed = settings.model_copy(update={"apis": (api,)})
    with pytest.raises(ToolError, match="SHOP_KEY"):
        async with Assistant.open(changed, model=ScriptedModel(replies=[])):
            pass
    monkeypatch.setenv("SHOP_KEY", "k")
    cart = {"items": [{"item_id": "0", "quantity": 1}], "codes": []}
    replies = [scripted("list_products_products_get"), "A lamp.", scripted("make_quote_quotes_post", **cart)]
    async with Assistant.open(changed, model=ScriptedModel(replies=replies)) as assistant:
        events = await told(assistant.stream(Turn(thread="t", text="What do you sell?")))
        assert any("Desk Lamp" in event.text for event in events if isinstance(event, ToolFinished))
        events = await told(assistant.stream(Turn(thread="t", text="And what does it cost?")))
        assert isinstance(events[-1], ApprovalNeeded)


async def test_what_does_not_fit_is_not_sent(shop: str) -> None:
    document = httpx.get(f"{shop}/openapi.json").json()
    gates = by_name(openapi_tools(document, url=shop, auth=BEARER, private=True))
    verify = gates["verify_by_email_verifications_email_post"]
    read = gates["read_product_products__product_id__get"]
    wrong: list[tuple[Gate, dict[str, Any]]] = [
        (verify, {}), (verify, {"email": 5}), (verify, {"email": "a", "more": 1}), (read, {"product_id": ".."}),
    ]  # fmt: skip
    for gate, arguments in wrong:
        with pytest.raises(ToolError, match="do not fit"):
            await call(gate, **arguments)
    with pytest.raises(ToolError, match="status 404"):
        await call(read, product_id="../../openapi.json")


async def test_only_chosen_operations_with_stated_risks(shop: str) -> None:
    document = httpx.get(f"{shop}/openapi.json").json()
    name = "make_quote_quotes_post"
    [gate] = openapi_tools(document, url=shop, chosen=[name], risks={name: "read"}, private=True)
    assert (gate.tool.name, gate.risk) == (name, "read")
    with pytest.raises(ToolError, match="no operation nothing"):
        openapi_tools(document, url=shop, chosen=["nothing"])


async def test_this_machine_is_out_of_reach_unless_allowed(shop: str) -> None:
    document = httpx.get(f"{shop}/openapi.json").json()
    for url in (shop, shop.replace("127.0.0.1", "localhost")):
        gates = by_name(openapi_tools(document, url=url, auth=BEARER))
        with pytest.raises(ToolError, match="in its network"):
            await call(gates["list_products_products_get"])


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "0.0.0.0", "[fe80::1]"],
)
async def test_private_addresses(host: str) -> None:
    with pytest.raises(ToolError, match="in its network"):
        await Guarded({host.strip("[]")}).send("GET", f"http://{host}/")


class Handler(http.server.BaseHTTPRequestHandler):
    act: Callable[["Handler"], None]
    seen: list[dict[str, str]]

    def do_GET(self) -> None:
        self.seen.append(dict(self.headers))
        type(self).act(self)

    def log_message(self, *args: Any) -> None:
        return


@contextmanager
def host(act: Callable[[Any], None]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    kind = type("Acting", (Handler,), {"act": staticmethod(act), "seen": []})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", kind.seen  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


def answer(handler: Any, status: int = 200, body: bytes = b"{}", **headers: str) -> None:
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def netloc(url: str) -> str:
    return url.removeprefix("http://")


async def test_an_answer_that_sends_elsewhere_is_not_followed_with_the_key() -> None:
    with (
        host(lambda handler: answer(handler)) as (other, seen),
        host(lambda handler: answer(handler, 302, Location=f"{other}/steal")) as (first, _),
    ):
        guarded = Guarded({netloc(first), netloc(other)}, private=True)
        with pytest.raises(ToolError, match="sends the request elsewhere"):
            await guarded.send("GET", first, auth=BEARER)
        assert seen == []

    def moved(handler: Any) -> None:
        answer(handler) if handler.path == "/new" else answer(handler, 301, Location="/new")

    with host(moved) as (same, _):
        assert (await Guarded({netloc(same)}, private=True).send("GET", same)).data == b"{}"


async def test_hosts_that_are_not_named_are_not_asked() -> None:
    with host(lambda handler: answer(handler)) as (url, seen):
        for wanted in (url, "ftp://x/", "file:///etc/passwd"):
            with pytest.raises(ToolError):
                await Guarded({"api.example.com"}, private=True).send("GET", wanted)
        assert seen == []


async def test_limits_of_size_and_time() -> None:
    with host(lambda handler: answer(handler, body=b"x" * 2_000)) as (url, _), pytest.raises(ToolError, match="longer"):
        await Guarded({netloc(url)}, private=True, size=1_000).send("GET", url)
    with host(lambda handler: time.sleep(2)) as (url, _), pytest.raises(ToolError, match="within"):
        await Guarded({netloc(url)}, private=True, seconds=0.2).send("GET", url)


async def test_a_key_is_in_no_error() -> None:
    secret = Auth(kind="query", name="key", secret=SecretStr("hunter2"))
    with pytest.raises(ToolError) as error:
        await Guarded({"127.0.0.1:9"}, private=True).send("GET", "http://127.0.0.1:9/", auth=secret)
    assert "hunter2" not in f"{error.value}{error.value.__cause__!r}{secret!r}"


BROKEN: list[tuple[Any, str]] = [
    ({}, "no OpenAPI 3"),
    ({"openapi": "2.0"}, "no OpenAPI 3"),
    ({"openapi": "3.0.0"}, "no paths"),
    ({"openapi": "3.0.0", "paths": {"/x": {"$ref": "#/nowhere"}}}, "not in it"),
    ({"openapi": "3.0.0", "paths": {"/x": {"$ref": "http://evil/x"}}}, "elsewhere"),
    ({"openapi": "3.0.0", "paths": {"/x": {"$ref": "#/paths/~1x"}}}, "circle"),
    ({"openapi": "3.0.0", "paths": {"/x": {"get": {"operationId": "a"}, "put": {"operationId": "a"}}}}, "called a"),
]


@pytest.mark.parametrize(("document", "why"), BROKEN)
def test_documents_that_cannot_be_used_are_said(document: Any, why: str) -> None:
    with pytest.raises(ToolError, match=why):
        operations(document)


def test_a_schema_that_holds_itself_ends() -> None:
    tree = {"type": "object", "properties": {"left": {"$ref": "#/components/schemas/Tree"}}}
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Tree"}}}}
    document = {
        "openapi": "3.1.0",
        "paths": {"/tree": {"post": {"operationId": "grow", "requestBody": body}}},
        "components": {"schemas": {"Tree": tree}},
    }
    [grow] = operations(document)
    assert grow.places == {"left": "body"}
    assert len(json.dumps(grow.schema)) < 20_000
