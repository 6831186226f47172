"""What a server process holds, from /proc."""

from pathlib import Path

from tests.servers import Server


def memory(running: Server) -> int:
    """Bytes of memory in use."""
    return _number(running, "VmRSS") * 1024


def threads(running: Server) -> int:
    return _number(running, "Threads")


def open_files(running: Server) -> int:
    """How many files and sockets are open."""
    return len(list(Path(f"/proc/{running.process.pid}/fd").iterdir()))


def _number(running: Server, name: str) -> int:
    with Path(f"/proc/{running.process.pid}/status").open() as status:
        return next(int(line.split()[1]) for line in status if line.startswith(f"{name}:"))
