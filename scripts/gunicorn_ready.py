"""Tell the person at the keyboard where to look, once the server listens."""

from typing import Any


def when_ready(server: Any) -> None:
    """Called by gunicorn when its socket is open."""
    host, port = server.address[0]
    print("\nOverlegtafel draait. Open in uw browser:\n", flush=True)
    print(f"    http://{host}:{port}/\n", flush=True)
    print("Stoppen: Ctrl+C. Wat u invoert, blijft bewaard.", flush=True)
