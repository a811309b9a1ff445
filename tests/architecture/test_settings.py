"""Production starts only when it is safe, and says in Dutch what is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

PRODUCTION = {
    "OVERLEGTAFEL_MODE": "production",
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQ",
    "ALLOWED_HOSTS": "overleg.example.org",
    "SITE_ADDRESS": "https://overleg.example.org",
    "EMAIL_HOST": "mail.example.org",
}


def load_settings(
    environment: dict[str, str], data: Path, command: list[str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Load the settings, or run a management command, in a process of its own."""
    return subprocess.run(
        [sys.executable, *(command or ["-c", "import overlegtafel.config.settings"])],
        cwd=Path(__file__).resolve().parent.parent.parent,
        env={**environment, "DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_when_all_is_given(
    clean_environment: dict[str, str], tmp_path: Path
) -> None:
    outcome = load_settings({**clean_environment, **PRODUCTION}, tmp_path)
    assert (outcome.returncode, outcome.stderr) == (0, "")


def test_demo_starts_without_anything(clean_environment: dict[str, str], tmp_path: Path) -> None:
    outcome = load_settings(clean_environment, tmp_path)
    assert (outcome.returncode, outcome.stderr) == (0, "")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "te-kort"}, "SECRET_KEY"),
        ({"SECRET_KEY": "demo-only-not-a-secret" * 3}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"SITE_ADDRESS": "http://127.0.0.1:8000"}, "SITE_ADDRESS"),
        ({"EMAIL_HOST": ""}, "EMAIL_HOST"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"OVERLEGTAFEL_DEMO": "1"}, "demomodus"),
        ({"OVERLEGTAFEL_MODE": "productie"}, "OVERLEGTAFEL_MODE"),
        ({"DATABASE_URL": "mysql://user@host/name"}, "DATABASE_URL"),
    ],
)
def test_production_refuses(
    clean_environment: dict[str, str], tmp_path: Path, change: dict[str, str], said: str
) -> None:
    outcome = load_settings({**clean_environment, **PRODUCTION, **change}, tmp_path)
    assert outcome.returncode == 1
    last = outcome.stderr.splitlines()[-1]
    assert "ImproperlyConfigured" in last
    assert said in last


def test_the_deployment_check_is_silent_in_production(
    clean_environment: dict[str, str], tmp_path: Path
) -> None:
    check = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    outcome = load_settings({**clean_environment, **PRODUCTION}, tmp_path, check)
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stderr == ""
    assert outcome.stdout.startswith("System check identified no issues")
