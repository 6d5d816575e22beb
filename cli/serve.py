"""Starting the chat app."""

import os
import sys
from importlib.util import find_spec


def serve(*, port: int, address: str, browser: bool) -> int:
    """Become Streamlit on the app's script: signals to this process are signals to it."""
    app = find_spec("reckoner.ui.app")
    assert app is not None
    assert app.origin is not None
    print(f"Reckoner is starting on http://{address}:{port} — Ctrl-C stops it.", flush=True)
    options = {
        "server.port": port,
        "server.address": address,
        "server.headless": str(not browser).lower(),
        "server.showEmailPrompt": "false",
        "server.maxUploadSize": 200,
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "viewer",
        "client.showErrorDetails": "none",
        "theme.primaryColor": "#0f766e",
        "server.fileWatcherType": "none",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", app.origin, *flags])
