"""No test, and none of the processes that a test starts, reaches another machine."""

import os
import socket
import subprocess
import sys

import pytest


@pytest.fixture(autouse=True)
def own_log(tmp_path, monkeypatch):
    """These attempts are meant."""
    monkeypatch.setenv("FRAMING_OFFLINE_LOG", str(tmp_path / "attempts.txt"))


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "2001:db8::1"])
def test_other_machines_are_refused(host, tmp_path):
    with pytest.raises(PermissionError, match="reach no other machine"):
        socket.create_connection((host, 80), timeout=1)
    assert host in (tmp_path / "attempts.txt").read_text(encoding="utf8")


def test_child_processes_are_refused(tmp_path):
    code = "import urllib.request; urllib.request.urlopen('http://192.0.2.1/', timeout=1)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "reach no other machine" in run.stderr
    assert "192.0.2.1" in (tmp_path / "attempts.txt").read_text(encoding="utf8")


def test_this_machine_is_reached():
    server = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(server.getsockname(), timeout=5)
    for each in (server.accept()[0], client, server):
        each.close()


def test_children_inherit_the_guard():
    assert "offline" in os.environ["PYTHONPATH"].split(os.pathsep)[0]
