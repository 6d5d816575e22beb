"""Every setting in one frozen object, each with where it came from.

Precedence: flags > environment > ``reckoner.toml`` > default. Only doors call ``Settings.load``; everything below
is handed the object.
"""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    SecretStr,
    ValidationError,
    model_validator,
)

from .errors import SettingsError
from .wording import Language

CONFIG_FILE = "reckoner.toml"


def _split(value: Any) -> Any:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _home() -> Path:
    from platformdirs import user_data_path

    return user_data_path("reckoner")


SandboxKind = Literal["auto", "walled", "fast", "portable", "unsafe"]
"""``walled``: processes behind Landlock and seccomp; ``fast``: plain programs in Monty first, which must be
installed; ``portable``: plain programs only, in Monty; ``unsafe``: no defence at all; ``auto``: walled where this
computer can, else portable."""

Strategy = Literal["auto", "react", "pal", "cot"]
"""How a turn is answered: ``react``: think and call tools by turns; ``pal``: write a program, and answer what it
computes; ``cot``: think in steps, whose arithmetic is checked; ``auto``: by the question and the model's abilities."""

Names = Annotated[tuple[str, ...], BeforeValidator(_split)]
"""A list; in the environment it is written with commas."""


class Sampling(BaseModel):
    """How a model draws its next token; ``None`` leaves the provider's own default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_new_tokens: int | None = Field(None, ge=1)
    temperature: float | None = Field(None, ge=0, le=2)
    top_p: float | None = Field(None, gt=0, le=1)
    top_k: int | None = Field(None, ge=1)
    seed: int | None = Field(None, ge=0)
    """The same one draws the same text again, where the model can."""
    stop: Names = ()

    @property
    def given(self) -> dict[str, Any]:
        """Only what was set."""
        return {name: getattr(self, name) for name in Sampling.model_fields if getattr(self, name) not in (None, ())}


class Api(BaseModel):
    """An HTTP API whose operations the assistant may call; in ``reckoner.toml``, under ``[[apis]]``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    """Its OpenAPI 3 document: a file, or an address."""
    url: str = ""
    """Where it is; empty: as the document says."""
    operations: tuple[str, ...] | None = None
    """Those that may be called; by default all."""
    risks: dict[str, Literal["read", "write", "outside"]] = Field(default_factory=dict)
    """Of operations whose risk is not that of their method."""
    prefix: str = ""
    """Put before the tools' names."""
    auth: Literal["", "bearer", "header", "query", "basic"] = ""
    auth_name: str = ""
    """Of the header or the query's parameter."""
    key_variable: str = ""
    """The environment variable that holds the key."""
    private: bool = False
    """Whether it may be on this machine or in its network."""


class McpServer(BaseModel):
    """A server of the Model Context Protocol; in ``reckoner.toml``, under ``[[mcp]]``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")
    command: tuple[str, ...] = ()
    """The program that is the server, and its arguments; it gets no variable of the environment but the common ones."""
    variables: tuple[str, ...] = ()
    """Further variables of the environment that it gets, such as the one with its key."""
    url: str = Field("", pattern=r"^($|https?://)")
    """Where it is, if it is no program that is to be started (streamable HTTP)."""
    key_variable: str = ""
    """The environment variable that holds the key for ``url``."""
    tools: tuple[str, ...] | None = None
    """Those that may be used; by default all."""
    risks: dict[str, Literal["read", "write", "outside"]] = Field(default_factory=dict)
    """Of tools that are not ``outside``."""
    prefix: str = ""
    """Put before the tools' names."""
    seconds: float = Field(60, gt=0)
    """How long a call may take."""

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if bool(self.command) == bool(self.url):
            raise ValueError("give either command or url")
        return self


class Settings(Sampling):
    """The application's settings. Times are in seconds unless the name says otherwise.

    In the environment each is called ``RECKONER_`` and its name in capitals; some have a conventional name as well.
    """

    secret: ClassVar[frozenset[str]] = frozenset(
        {"openai_api_key", "hf_token", "shop_key", "shop_staff_key", "smtp_password"}
    )
    conventional: ClassVar[dict[str, tuple[str, ...]]] = {
        "openai_api_key": ("OPENAI_API_KEY",),
        "openai_base_url": ("OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_API_BASE_URL"),
        "hf_token": ("HF_TOKEN",),
        "hf_endpoint": ("HF_ENDPOINT",),
    }

    home: Path = Field(default_factory=_home)
    """Where conversations, documents and saved files are kept."""
    model: str = ""
    """``provider:name``; empty: ``openai:gpt-4o-mini`` with a key, ``mini`` without."""
    fallbacks: Names = ()
    """Models to ask, in this order, when ``model`` does not answer."""
    language: Language = "en"

    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    hf_token: SecretStr | None = None
    hf_endpoint: str | None = None
    """The hub that models are downloaded from; empty: huggingface.co."""
    model_timeout: float = Field(60, gt=0)
    model_retries: int = Field(2, ge=0)
    quantization: Literal["", "int8", "nf4"] = ""
    """How weights of ``hf:`` models are held, by bitsandbytes; empty: as they come."""
    model_threads: int = Field(0, ge=0)
    """How many threads compute a local model; 0: the engine's own choice."""
    model_cache_mb: int = Field(512, ge=0)
    """What local models may keep of what they have read, so that it need not be read again."""

    price_in: float | None = Field(None, ge=0)
    """US dollars for a million tokens that the model reads; empty: by the catalogue of known models."""
    price_out: float | None = Field(None, ge=0)
    """The same for those that it writes."""
    turn_budget: float | None = Field(None, ge=0)
    """US dollars that one turn may cost; a request that could cost more than is left is not made."""
    thread_budget: float | None = Field(None, ge=0)
    """The same for a conversation."""
    day_budget: float | None = Field(None, ge=0)
    """The same for a day (UTC), over all conversations."""

    strategy: Strategy = "auto"
    step_limit: int = Field(12, ge=1)
    """How often a turn may call the model."""
    tool_limit: int = Field(24, ge=1)
    """How many tools a turn may call."""
    write_limit: int = Field(50, ge=1)
    """How many calls that change something a conversation may make."""
    history_tokens: int = Field(24_000, ge=500)
    """A conversation longer than this is summarised before the model reads it."""
    approval_hours: float = Field(24, gt=0)
    """How long a call waits for approval."""

    sandbox: SandboxKind = "auto"
    """What runs programs; ``unsafe`` runs them without any defence, and every door says so."""
    sandbox_seconds: float = Field(10, gt=0)
    sandbox_mb: int = Field(1024, ge=128)
    encoder: str = "mini"
    """What encodes documents, ``provider:name``; after another choice: ``reckoner docs rebuild``."""
    encoder_cache_mb: int = Field(256, ge=0)
    """What is kept of the vectors of an encoder other than ``mini``, so that no text is encoded twice; 0: nothing."""
    reranker: str = ""
    """A cross-encoder that orders what was found, ``hf:name``; empty: the ranker that ships inside."""
    document_mb: int = Field(100, ge=1)
    """The largest document that is read."""
    document_files: bool = True
    """Keep the files of PDF documents, so that their pages can be shown as they look."""
    chroma: str = ""
    """The address of a Chroma server that keeps the vectors, ``http://host:port``; empty: each folder does."""

    profile: Literal["assistant", "shopbot"] = "assistant"
    """What the assistant is for; ``shopbot`` serves the customers of the shop at ``shop_url``."""
    apis: tuple[Api, ...] = ()
    """HTTP APIs that the assistant may use."""
    mcp: tuple[McpServer, ...] = ()
    """MCP servers whose tools the assistant may use."""
    shop_url: str = "http://127.0.0.1:8720"
    """Where the shop's API is."""
    shop_key: SecretStr | None = None
    """The shop's key; empty: the one that ``reckoner shop serve`` keeps in ``home``."""
    shop_staff_key: SecretStr | None = None
    """The key of the shop's own people, for their page; empty: one in ``home``, as for ``shop_key``."""
    shop_daily_writes: int = Field(100, ge=1)
    """How many changes the reference store makes for one customer in a day."""
    shop_daily_spending: Names = ("10000 USD", "250000000 VND")
    """What a customer may come to owe it more in a day."""
    shop_database: str = ""
    """What the reference store keeps its data in: ``postgresql+psycopg://…`` or a file; empty: one in ``home``."""
    carrier_url: str = ""
    """Where the carrier's API is; empty: the reference store brings its own."""
    smtp_host: str = ""
    """Where the store hands its mail over; empty: it waits in the database."""
    smtp_port: int = Field(587, ge=1, le=65_535)
    smtp_user: str = ""
    smtp_password: SecretStr | None = None
    smtp_sender: str = "shop@example.com"

    _origins: dict[str, str] = PrivateAttr(default_factory=dict)

    @property
    def workspace(self) -> Path:
        """Where tools may write, and nowhere else."""
        return self.home / "workspace"

    @property
    def model_name(self) -> str:
        """The model in use: the one asked for, or the default."""
        return self.model or ("openai:gpt-4o-mini" if self.openai_api_key else "mini")

    @property
    def shop_key_file(self) -> Path:
        """Where ``reckoner shop serve`` keeps the key that it makes where none is set."""
        return self.home / "shop" / "key"

    @property
    def shop_staff_key_file(self) -> Path:
        """The same for the key of the shop's own people."""
        return self.home / "shop" / "staff_key"

    @property
    def limits_money(self) -> bool:
        """Whether anything limits what may be spent."""
        return any(limit is not None for limit in (self.turn_budget, self.thread_budget, self.day_budget))

    @property
    def sampling(self) -> Sampling:
        return Sampling.model_validate(self.given)

    @property
    def origins(self) -> dict[str, str]:
        """For each setting: ``flag``, ``environment: NAME``, the file's path, or ``default``."""
        return {name: self._origins.get(name, "default") for name in type(self).model_fields}

    @classmethod
    def load(cls, **flags: Any) -> Self:
        """Read the settings; ``flags`` that are ``None`` were not given.

        Raises:
            SettingsError: A value does not fit, a name is unknown, or ``reckoner.toml`` cannot be read.
        """
        found = _from_file() | _from_environment(cls)
        found |= {name: _Found(value, "flag") for name, value in flags.items() if value is not None}
        try:
            settings = cls(**{name: item.value for name, item in found.items()})
        except ValidationError as error:
            first = error.errors()[0]
            name = str(first["loc"][0])
            raise SettingsError("settings.invalid", name=name, where=found[name].origin, why=first["msg"]) from error
        settings._origins.update({name: item.origin for name, item in found.items()})
        return settings


class _Found(NamedTuple):
    value: Any
    origin: str


def _from_environment(cls: type[Settings]) -> dict[str, _Found]:
    found = {}
    for name in cls.model_fields:
        for variable in (f"RECKONER_{name.upper()}", *cls.conventional.get(name, ())):
            if name not in found and os.environ.get(variable):
                found[name] = _Found(os.environ[variable], f"environment: {variable}")
    return found


def _from_file() -> dict[str, _Found]:
    from platformdirs import user_config_path

    places = [Path(CONFIG_FILE), user_config_path("reckoner") / CONFIG_FILE]
    file = next((place.resolve() for place in places if place.is_file()), None)
    if file is None:
        return {}
    try:
        stored = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError("settings.unreadable", file=file, why=error) from error
    return {name: _Found(value, str(file)) for name, value in stored.items()}
