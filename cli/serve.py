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
        # Above our own limit, whose message says what to do; Streamlit's is a red mark.
        "server.maxUploadSize": 300,
        "browser.gatherUsageStats": "false",
        # Its address is printed above; what else it says is for those who build apps.
        "logger.hideWelcomeMessage": "true",
        "client.toolbarMode": "viewer",
        "client.showErrorDetails": "none",
        "theme.primaryColor": "#0f766e",
        "server.fileWatcherType": "none",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    os.execv(sys.executable, [sys.executable, "-m", "streamlit", "run", app.origin, *flags])
