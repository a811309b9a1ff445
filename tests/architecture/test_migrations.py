"""The migrations lead where the models say: every other test trusts that (``--no-migrations``)."""

import json
import subprocess
import sys
from pathlib import Path

from tests.architecture.schema import schema


def test_a_migrated_site_has_the_tables_the_models_describe(
    empty_database: dict[str, str],
    clean_environment: dict[str, str],
    repository: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("schema.py"))],
        cwd=repository,
        env={
            **clean_environment,
            **empty_database,
            "DJANGO_SETTINGS_MODULE": "overlegtafel.config.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == schema()
