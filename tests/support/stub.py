"""A real server of the OpenAI protocol. It answers what a test lists, well or badly, and keeps what it was sent."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Reply:
    """What the server does with one request."""

    text: str = ""
    calls: list[tuple[str, str]] = field(default_factory=list)
    """Name and arguments, as JSON or what pretends to be JSON."""
    reasoning: str = ""
    status: int = 200
    body: bytes | None = None
    """Sent as it is, instead of an answer."""
    hang: float = 0.0
    """Seconds of silence before answering."""
    drop: bool = False
    """Close the connection without a word."""
    unplugged: bool = False
    """Break off after the first words, with nothing that says so."""
    headers: dict[str, str] = field(default_factory=dict)
    """Sent beside those of every answer."""
    pace: float = 0.0
    """Seconds between two words of a stream."""


class Stub:
    """The running server."""

    def __init__(self, port: int, replies: list[Reply]) -> None:
        self.url = f"http://127.0.0.1:{port}/v1"
        self.replies = replies
        self.otherwise: Callable[[dict[str, Any]], Reply] = lambda request: Reply(status=418, body=_UNFORESEEN)
        """What it does when nothing is listed any more."""
        self.requests: list[dict[str, Any]] = []
        self.usage = _USAGE
        """What it says that each answer took."""
        self.models: list[dict[str, Any]] = [{"id": "stub"}]
        """What it says that it has."""
        self.width = 384
        """How many numbers its vectors have."""
        self.cut_off = threading.Event()
        """Set when a client went away in the middle of a stream."""


class _Handler(BaseHTTPRequestHandler):
    stub: Stub
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        listed = [{"object": "model", "created": 1, "owned_by": "x", **each} for each in self.stub.models]
        self._plain(Reply(body=json.dumps({"object": "list", "data": listed}).encode()))

    def do_POST(self) -> None:
        self.stub.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        if self.path.endswith("/embeddings") and not self.stub.replies:
            self._embedded(self.stub.requests[-1])
            return
        reply = self.stub.replies.pop(0) if self.stub.replies else self.stub.otherwise(self.stub.requests[-1])
        time.sleep(reply.hang)
        if reply.drop:
            self.connection.close()
            self.close_connection = True
        elif reply.body is not None or reply.status != 200:
            self._plain(reply)
        elif self.stub.requests[-1].get("stream"):
            self._stream(reply)
        else:
            self._whole(reply)

    def _embedded(self, request: dict[str, Any]) -> None:
        """The vectors of the encoder that ships inside, twice as long."""
        from reckoner.models.embeddings import MiniEmbeddings

        texts = [request["input"]] if isinstance(request["input"], str) else request["input"]
        vectors = [[2 * value for value in each[: self.stub.width]] for each in MiniEmbeddings().embed_documents(texts)]
        data = [{"object": "embedding", "index": place, "embedding": each} for place, each in enumerate(vectors)]
        self._plain(Reply(body=json.dumps({"object": "list", "model": "stub", "data": data, "usage": _USAGE}).encode()))

    def _plain(self, reply: Reply) -> None:
        body = reply.body if reply.body is not None else json.dumps({"error": {"message": "no", "code": None}}).encode()
        self._head(reply.status, "application/json", len(body), reply.headers)
        self.wfile.write(body)

    @property
    def _model(self) -> str:
        return str(self.stub.requests[-1].get("model", "stub"))

    def _whole(self, reply: Reply) -> None:
        message: dict[str, Any] = {"role": "assistant", "content": reply.text}
        if reply.calls:
            message["tool_calls"] = [_call(place, *call) for place, call in enumerate(reply.calls)]
        if reply.reasoning:
            message["reasoning_content"] = reply.reasoning
        body = json.dumps(
            {
                "id": "1", "object": "chat.completion", "created": 1, "model": self._model, "usage": self.stub.usage,
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            }
        ).encode()  # fmt: skip
        self._head(200, "application/json", len(body))
        self.wfile.write(body)

    def _stream(self, reply: Reply) -> None:
        self._head(200, "text/event-stream", None)
        try:
            for delta in _deltas(reply):
                self._chunk({"choices": [{"index": 0, "delta": delta, "finish_reason": None}]})
                time.sleep(reply.pace)
            if reply.unplugged:
                return
            self._chunk({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            self._chunk({"choices": [], "usage": self.stub.usage})
            self.wfile.write(b"data: [DONE]\n\n")
        except (BrokenPipeError, ConnectionResetError):
            self.stub.cut_off.set()

    def _chunk(self, data: dict[str, Any]) -> None:
        data = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": self._model, **data}
        self.wfile.write(f"data: {json.dumps(data)}\n\n".encode())
        self.wfile.flush()

    def _head(self, status: int, kind: str, length: int | None, headers: Mapping[str, str] = {}) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        if length is None:
            self.send_header("Connection", "close")
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        return


@contextmanager
def stub_server(*replies: Reply) -> Iterator[Stub]:
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    stub = handler.stub = Stub(server.server_port, list(replies))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()


_UNFORESEEN = b'{"error": {"message": "not foreseen"}}'
_USAGE = {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}


def _call(place: int, name: str, arguments: str) -> dict[str, Any]:
    return {
        "index": place,
        "id": f"call_{place}",
        "type": "function",
        "function": {"name": name, "arguments": arguments},
    }


def _deltas(reply: Reply) -> Iterator[dict[str, Any]]:
    if reply.reasoning:
        yield {"role": "assistant", "reasoning_content": reply.reasoning}
    words = reply.text.split(" ") if reply.text else []
    for place, word in enumerate(words):
        yield {"role": "assistant", "content": word + " " * (place < len(words) - 1)}
    for place, call in enumerate(reply.calls):
        yield {"role": "assistant", "content": None, "tool_calls": [_call(place, *call)]}
