"""Nothing but this machine: whoever starts Python with this folder on PYTHONPATH reaches no other, child processes included.

An attempt is refused and written down, so that one which a package swallows still fails the tests.
"""

import os
import sys

LOCAL = ("", "localhost", "0.0.0.0", "::", "::1")


def _is_local(host: object) -> bool:
    name = (host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")).lower()
    if name in LOCAL or name.startswith(("127.", "::ffff:127.")):
        return True
    import socket

    return name == socket.gethostname().lower()  # its own address; Dask asks for it


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        # a path is a socket of this machine; a datagram socket that connects sends nothing yet
        if not isinstance(address, tuple) or (event == "socket.connect" and arguments[0].type == 2):  # type: ignore[attr-defined]
            return
        host = address[0]
    else:
        return
    if not _is_local(host):
        log = os.environ.get("FRAMING_OFFLINE_LOG")
        if log:
            with open(log, "a", encoding="utf8") as file:  # noqa: PTH123 (pathlib is not yet loaded)
                file.write(f"{event} {host!r} {sys.argv[:1]}\n")
        raise PermissionError(f"The tests reach no other machine; {event} was asked for {host!r}.")


sys.addaudithook(_refuse)
