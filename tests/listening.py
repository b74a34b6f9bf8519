"""The ports of TCP that processes listen on, as Linux tells of them."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from pathlib import Path

PROC = Path("/proc")
LISTENING = "0A"


def addresses_listened_on(processes: Iterable[int]) -> set[str]:
    """The addresses, without the ports, at which these processes and their descendants take connections."""
    inodes = {inode for process in family(processes) for inode in sockets_of(process)}
    return {address for inode, address in listeners() if inode in inodes}


def beyond_the_loopback(addresses: Iterable[str]) -> list[str]:
    return sorted(address for address in addresses if not ip_address(address).is_loopback)


def family(processes: Iterable[int]) -> set[int]:
    """The processes, and all that descend from them."""
    parents: dict[int, list[int]] = {}
    for folder in PROC.glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended
            continue
        parents.setdefault(parent, []).append(int(folder.name))
    found, left = set(), list(processes)
    while left:
        process = left.pop()
        found.add(process)
        left += parents.get(process, [])
    return found


def sockets_of(process: int) -> Iterator[str]:
    try:
        for link in (PROC / str(process) / "fd").iterdir():
            kind, _, inode = os.readlink(link).partition(":")
            if kind == "socket":
                yield inode.strip("[]")
    except OSError:
        return


def listeners() -> Iterator[tuple[str, str]]:
    """Inode and address of every socket that listens."""
    for name, kind in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        table = PROC / "net" / name
        for line in table.read_text().splitlines()[1:] if table.exists() else ():
            _, here, _, state, *rest = line.split()
            if state == LISTENING:
                packed = bytes.fromhex(here.partition(":")[0])
                words = (packed[i : i + 4][::-1] for i in range(0, len(packed), 4))  # each as this machine orders it
                yield rest[5], socket.inet_ntop(kind, b"".join(words))
