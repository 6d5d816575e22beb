"""What is set and from where, what is installed, which defences are on. Secrets are told as set, never shown."""

import asyncio
import platform
import shutil
from importlib.metadata import PackageNotFoundError, version

from rich.console import Console
from rich.table import Table

from reckoner.core import Settings, ToolError, say
from reckoner.sandbox import Sandbox, missing_walls

_PACKAGES = {
    "core": ("langchain", "langgraph", "langchain-openai", "chromadb", "streamlit", "sympy", "scipy", "onnxruntime"),
    "portable": ("pydantic-monty",),
    "onnx": ("onnxruntime-genai", "llguidance"),
    "gguf": ("llama-cpp-python",),
    "local": ("torch", "transformers", "accelerate", "bitsandbytes"),
    "speech": ("openai-whisper",),
    "postgres": ("psycopg",),
    "mcp": ("mcp",),
    "ray": ("ray",),
    "ocr": ("rapidocr-onnxruntime",),
    "train": ("torch", "peft", "onnxscript"),
}


def doctor() -> int:
    """Print the report; the exit code is 1 when something that the core needs is missing."""
    settings = Settings.load()
    out = Console()
    out.print(f"Reckoner on Python {platform.python_version()}, {platform.platform()}\n")
    out.print(_settings(settings))
    out.print(_installed())
    sandbox, sound = _sandbox(settings)
    out.print(sandbox)
    out.print(f"Model: {settings.model_name}{' (ships inside)' if settings.model_name == 'mini' else ''}")
    if settings.model_name.startswith("hf:"):
        out.print(f"  {settings.model_name} is downloaded from the Hugging Face hub on first use.")
    home = next(place for place in (settings.home, *settings.home.parents) if place.exists())
    out.print(f"Data: {settings.home} ({shutil.disk_usage(home).free // 2**30} GB free)")
    return 0 if sound else 1


def _sandbox(settings: Settings) -> tuple[str, bool]:
    """What runs programs and which defences are on; false where calculations are off."""
    sandbox = Sandbox(kind=settings.sandbox)
    try:
        if sandbox.kind == "unsafe":
            return f"Sandbox: [bold red]{say('reckoner.core', 'errors', 'sandbox.unsafe', settings.language)}[/]", True
        standing = asyncio.run(sandbox.defences())
        why = missing_walls()
        lacking = "" if sandbox.kind != "portable" else f" (plain Python only{': ' + why if why else ''})"
        return f"Sandbox: on, {sandbox.kind}{lacking}: {', '.join(standing)}", True
    except ToolError as error:
        return f"Sandbox: closed. {error.text(settings.language)}", False
    finally:
        sandbox.close()


def _settings(settings: Settings) -> Table:
    table = Table("setting", "value", "from", title="Settings", title_justify="left")
    for name, origin in settings.origins.items():
        value = getattr(settings, name)
        secret = name in settings.secret
        table.add_row(
            name,
            ("set" if value else "not set") if secret else str(value if value is not None else "—"),
            origin,
        )
    return table


def _installed() -> Table:
    table = Table("package", "version", "for", title="Installed", title_justify="left")
    for extra, packages in _PACKAGES.items():
        for package in packages:
            try:
                found = version(package)
            except PackageNotFoundError:
                found = f"— (pip install 'reckoner\\[{extra}]')" if extra != "core" else "— (missing)"
            table.add_row(package, found, extra)
    return table
