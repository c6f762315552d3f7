"""The Rasa server with our channels: what `rasa run` does, with the coach's addresses and less noise."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from pathlib import Path

MODELS = "models"


def quiet() -> None:
    """Settings that must stand before TensorFlow and Rasa are imported."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    warnings.showwarning = lambda *_, **__: None  # deprecations inside Rasa's dependencies, which nobody here can mend


def configure_logs(level: int) -> None:
    """Let Rasa log from `level` on. Below that it would log what people write, and by default it does."""
    from rasa.utils.common import configure_logging_and_warnings
    from rasa.utils.log_utils import configure_structlog

    configure_logging_and_warnings(log_level=level)
    configure_structlog(level)


def main() -> None:
    """Run until stopped."""
    quiet()
    import rasa.core.run
    from rasa.core.utils import AvailableEndpoints

    from coach.settings import Settings
    from launch.rasa_fixes import apply_fixes

    apply_fixes()
    settings = Settings.from_environment()
    configure_logs(logging.WARNING)
    endpoints = AvailableEndpoints.read_endpoints("endpoints.yml")
    endpoints.action.url = settings.actions_url
    if not list(Path(MODELS).glob("*.tar.gz")):
        sys.exit("There is no trained model. Run `make train`.")
    rasa.core.run.serve_application(
        model_path=MODELS,
        interface=settings.host,
        port=settings.port,
        credentials="credentials.yml",
        endpoints=endpoints,
        enable_api=False,
    )


if __name__ == "__main__":
    main()
