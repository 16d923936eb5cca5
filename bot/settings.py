"""Every setting, in one frozen object that is built once and passed in. Nothing else reads the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

__all__ = ["Settings", "SettingsError", "read_settings"]


class SettingsError(Exception):
    """Settings that cannot be used. The text is one sentence for each, and holds no value that may be secret."""


def _parts(value: Any) -> Any:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class Settings(BaseSettings):
    """From the environment, then from ``.env`` in the folder the bot is started in."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    discord_token: SecretStr | None = Field(
        default=None, description="The bot's token. Without one, `run` opens the preview."
    )
    discord_token_file: Path | None = Field(
        default=None,
        description="A file that holds the token, for container secrets. Used if `DISCORD_TOKEN` is not set.",
    )
    knowledge_dirs: Annotated[tuple[Path, ...], NoDecode] = Field(
        default=(), description="Further knowledge folders, laid over the shipped one; several are parted by commas."
    )
    data_dir: Path = Field(
        default_factory=lambda: user_data_path("immunotherapy-explainer"),
        description="Where the bot keeps its own small files. Made if it is not there.",
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="Where pins and server settings are kept: `sqlite:///path/to/file.db` or `postgresql://user:password@host/name`.",
    )
    shard_count: int | None = Field(
        default=None, ge=1, le=1024, description="Number of shards over all processes. Discord's advice if not set."
    )
    shard_ids: Annotated[tuple[int, ...], NoDecode] = Field(
        default=(),
        description="The shards of this process, parted by commas; needs `SHARD_COUNT`. All of them if not set.",
    )
    preview_port: int = Field(
        default=8700, ge=0, le=65535, description="Port of the preview on this machine; 0 takes any free one."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="How much is logged. No level logs people, questions or messages."
    )

    @field_validator("knowledge_dirs", "shard_ids", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return _parts(value)

    @field_validator("discord_token", "discord_token_file", "database_url", "shard_count", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: Any) -> Any:
        return None if isinstance(value, str) and not value.strip() else value

    @model_validator(mode="after")
    def _shards_fit(self) -> Self:
        if self.shard_ids and self.shard_count is None:
            raise ValueError("SHARD_IDS needs SHARD_COUNT.")
        if self.shard_count and any(not 0 <= shard < self.shard_count for shard in self.shard_ids):
            raise ValueError("SHARD_IDS must lie between 0 and SHARD_COUNT - 1.")
        return self

    def token(self) -> str | None:
        """The token, from the setting or from its file; None if there is neither. Raises SettingsError."""
        if self.discord_token is not None:
            return self.discord_token.get_secret_value().strip() or None
        if self.discord_token_file is None:
            return None
        try:
            return self.discord_token_file.read_text(encoding="utf-8").strip() or None
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"DISCORD_TOKEN_FILE: {self.discord_token_file} cannot be read as text.") from error


def read_settings(**changes: Any) -> Settings:
    """The settings; ``changes`` go before the environment. Raises SettingsError."""
    try:
        return Settings(**changes)
    except ValidationError as error:
        raise SettingsError("\n".join(_sentence(dict(each)) for each in error.errors())) from None


def _sentence(error: dict[str, Any]) -> str:
    name = "_".join(str(part) for part in error["loc"] if isinstance(part, str)).upper()
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{name}: {message}." if name else message
