"""Starting the chat app."""

import subprocess
import sys
from importlib.util import find_spec


def serve(*, port: int, address: str, browser: bool) -> int:
    """Run Streamlit on the app's script until it is stopped."""
    app = find_spec("reckoner.ui.app")
    assert app is not None
    assert app.origin is not None
    print(f"Reckoner is starting on http://{address}:{port} — Ctrl-C stops it.", flush=True)
    options = {
        "server.port": port,
        "server.address": address,
        "server.headless": str(not browser).lower(),
        "server.maxUploadSize": 200,
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "viewer",
        "client.showErrorDetails": "none",
        "theme.primaryColor": "#0f766e",
        "server.fileWatcherType": "none",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    process = subprocess.Popen([sys.executable, "-m", "streamlit", "run", app.origin, *flags])
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        return 0
