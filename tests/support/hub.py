"""A small hub: a real server of the part of the Hugging Face hub's protocol that downloads need."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_COMMIT = "c" * 40


class Hub:
    """The running hub. ``files`` are those of its one model, ``owner/model``."""

    def __init__(self, port: int, files: dict[str, bytes]) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.files = files
        self.told: dict[str, str] = {}
        """Checksums that it tells, where they are not the files' own."""
        self.cut_at: int | None = None
        """Bytes of a file after which the connection is cut, once."""
        self.ranges: list[str] = []
        """The ranges that were asked for."""


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/api/models/owner/model/tree/"):
            self._reply(200, json.dumps([self._entry(*each) for each in self.hub.files.items()]).encode())
        elif path.startswith("/api/models/owner/model"):
            self._reply(200, json.dumps(self._described()).encode())
        elif path.startswith("/owner/model/resolve/") and (data := self._file(path)) is not None:
            self._send(data)
        else:
            self.send_response(404)
            self.send_header("X-Error-Code", "RepoNotFound")
            self.send_header("Content-Length", "0")
            self.end_headers()

    do_HEAD = do_GET

    def _file(self, path: str) -> bytes | None:
        return self.hub.files.get(path.split("/", 5)[5])

    def _described(self) -> dict[str, Any]:
        siblings = [
            {
                "rfilename": name,
                "size": len(data),
                "blobId": "b",
                "lfs": {
                    "sha256": self.hub.told.get(name, sha256(data).hexdigest()),
                    "size": len(data),
                    "pointerSize": 9,
                },
            }
            for name, data in self.hub.files.items()
        ]
        return {"id": "owner/model", "sha": _COMMIT, "siblings": siblings, "private": False, "tags": []}

    def _entry(self, name: str, data: bytes) -> dict[str, Any]:
        lfs = {"oid": sha256(data).hexdigest(), "size": len(data), "pointerSize": 9}
        return {"type": "file", "path": name, "size": len(data), "oid": "b", "lfs": lfs}

    def _send(self, data: bytes) -> None:
        start = 0
        if asked := self.headers.get("Range"):
            self.hub.ranges.append(asked)
            start = int(asked.removeprefix("bytes=").partition("-")[0])
        body = data[start:]
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(body)))
        if asked:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.send_header("ETag", f'"{sha256(data).hexdigest()}"')
        self.send_header("X-Repo-Commit", _COMMIT)
        self.end_headers()
        if self.command == "HEAD":
            return
        if self.hub.cut_at is not None and len(body) > self.hub.cut_at:
            self.wfile.write(body[: self.hub.cut_at])
            self.hub.cut_at = None
            self.close_connection = True
            return
        self.wfile.write(body)

    def _reply(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        return


@contextmanager
def hub_server(files: dict[str, bytes]) -> Iterator[Hub]:
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    hub = handler.hub = Hub(server.server_port, files)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
