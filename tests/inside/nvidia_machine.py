"""Run as a script, as root: show a machine with NVIDIA's driver in mounts of our own, and run a script there.

python nvidia_machine.py SETTING WHO SCRIPT ARGUMENTS…

SETTING   plain, or container: /proc as a container leaves it, covered in part
WHO       root, own-ids (root whose Python others can reach), rootless (root of a user namespace), user

The device files are /dev/null by other names. Nothing of the real machine changes.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import as_user  # noqa: E402

from grader.sandbox.inside.isolation import kernel  # noqa: E402

CARDS = ("0", "1")
_NODES = ("nvidiactl", "nvidia-uvm", "nvidia-uvm-tools", *(f"nvidia{card}" for card in CARDS))
_COVERED = ("/proc/kcore", "/proc/keys", "/proc/timer_list")


def show_driver() -> None:
    """Device files of two cards, and modules."""
    kernel.unshare(kernel.NEW_MOUNT, "mount")
    kernel.mount("none", "/", None, kernel.RECURSIVE | kernel.PRIVATE)
    _show_devices()
    kernel.mount("none", "/sys/module", "tmpfs", 0)
    for module in ("nvidia", "nvidia_uvm"):
        _write(f"/sys/module/{module}/initstate", "live\n")


def list_cards() -> None:
    """The kernel's list, which covers a part of /proc, as NVIDIA's container runtime does."""
    kernel.mount("none", "/proc/driver", "tmpfs", 0)
    for card in CARDS:
        place = f"0000:0{int(card) + 1}:00.0"
        _write(
            f"/proc/driver/nvidia/gpus/{place}/information",
            f"Model: \t stand-in\nGPU UUID: \t GPU-00000000-0000-0000-0000-00000000000{card}\n"
            f"Bus Location: \t {place}\nDevice Minor: \t {card}\n",
        )


def _show_devices() -> None:
    """/dev as it is, with NVIDIA's files beside the rest."""
    links = {
        name: os.readlink(f"/dev/{name}") for name in os.listdir("/dev") if os.path.islink(f"/dev/{name}")
    }
    held = {name: os.open(f"/dev/{name}", os.O_PATH) for name in sorted(set(os.listdir("/dev")) - set(links))}
    null = held["null"]
    kernel.mount("none", "/dev", "tmpfs", 0, "mode=755")
    for name, fd in {**held, **dict.fromkeys(_NODES, null)}.items():
        source, target = f"/proc/self/fd/{fd}", f"/dev/{name}"
        if os.path.isdir(source):
            os.mkdir(target)
        else:
            Path(target).touch()
        kernel.mount(source, target, None, kernel.BIND | kernel.RECURSIVE)
    for fd in held.values():
        os.close(fd)
    for name, target in links.items():
        os.symlink(target, f"/dev/{name}")


def cover_proc() -> None:
    """As container runtimes do."""
    for path in filter(os.path.exists, _COVERED):
        kernel.mount("/dev/null", path, None, kernel.BIND)
    kernel.mount("/proc/sys", "/proc/sys", None, kernel.BIND)
    kernel.mount(None, "/proc/sys", None, kernel.BIND | kernel.REMOUNT | kernel.READ_ONLY)


def become_rootless() -> None:
    """Root in a user namespace, an ordinary user to the machine."""
    user, group = os.getuid(), os.getgid()
    # Having changed its id, a process owns no file of its own in /proc.
    kernel.prctl(kernel.SET_DUMPABLE, 1)
    kernel.unshare(kernel.NEW_USER | kernel.NEW_MOUNT, "user")
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"0 {user} 1")
    _write("/proc/self/gid_map", f"0 {group} 1")


def _write(path: str, text: str) -> None:
    if not path.startswith("/proc/self/"):
        os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main(setting: str, who: str, *command: str) -> None:
    show_driver()
    if setting == "container" or who in ("root", "own-ids"):
        list_cards()
    if setting == "container":
        cover_proc()
    if who != "root":
        folders = [
            sys.base_prefix,
            sys.prefix,
            str(as_user.REPOSITORY),
            *os.environ["OPEN_TO_ALL"].split(":"),
        ]
        as_user.open_the_way(list(dict.fromkeys(folders)))
    if who in ("rootless", "user"):
        as_user.become_nobody()
    if who == "rootless":
        become_rootless()
        # A new process, as a container's first is: so its memory belongs to that namespace.
    os.execv(sys.executable, [sys.executable, *command])


if __name__ == "__main__":
    main(*sys.argv[1:])
