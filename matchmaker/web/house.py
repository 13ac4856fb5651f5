"""The settings, as the doors see them."""

from flask import current_app

from matchmaker.settings import Settings

SETTINGS = "matchmaker.settings"


def house_settings() -> Settings:
    settings: Settings = current_app.extensions[SETTINGS]
    return settings
