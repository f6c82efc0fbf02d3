"""What a GPU child may do beyond a child for the CPU, because NVIDIA's driver needs it to start: one table.

Who says so: `measured` on an H200 with driver 580, behind walls without openings (which of those demands are
fatal was not told apart); `reported` by others, most of them as the cause of CUDA's error 304; `unnamed`:
nobody has named it for the driver's start. What each is for, and what an attacker gains by it, stands in
docs/decisions/0011-cuda-behind-walls.md. Device files and the driver's library are for `levels.Card` to name.
"""

from __future__ import annotations

from dataclasses import dataclass

_AF_UNIX = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """One opening in the walls around a GPU child. name: as the decision record calls it."""

    name: str
    source: str
    # What may be read, where it exists.
    reads: tuple[str, ...] = ()
    # System calls allowed with any arguments, by number.
    calls: tuple[int, ...] = ()
    # System calls allowed where an argument is one of these values: (call, argument, values).
    bounded: tuple[tuple[int, int, tuple[int, ...]], ...] = ()
    # System calls allowed where their first argument is 0 or the own process.
    of_itself: tuple[int, ...] = ()
    # Whether the own process is shown below /proc/self.
    own_proc: bool = False


TABLE = (
    Opening(name="ioctl", source="measured", calls=(16,)),
    Opening(name="own process", source="measured", own_proc=True),
    Opening(name="memory file", source="reported", calls=(319,)),
    Opening(name="socket", source="reported", calls=(49, 50), bounded=((41, 0, (_AF_UNIX,)),)),
    Opening(name="unified memory's module", source="measured", reads=("/sys/module/nvidia_uvm",)),
    Opening(name="module", source="reported", reads=("/sys/module/nvidia", "/proc/modules")),
    Opening(name="lowest address", source="measured", reads=("/proc/sys/vm/mmap_min_addr",)),
    Opening(name="numbers of drivers", source="reported", reads=("/proc/devices",)),
    Opening(
        name="the driver's own files",
        source="reported",
        reads=("/proc/driver/nvidia", "/proc/driver/nvidia-uvm"),
    ),
    Opening(
        name="memory's places",
        source="measured",
        reads=("/sys/devices/system/memory", "/sys/devices/system/node"),
    ),
    Opening(name="bus", source="reported", reads=("/sys/bus/pci",)),
    Opening(
        name="libraries",
        source="measured",
        reads=("/usr/local/cuda", "/usr/local/nvidia", "/usr/lib/wsl"),
    ),
    Opening(name="placing memory", source="unnamed", calls=(237, 238)),
    Opening(name="placing threads", source="unnamed", of_itself=(203,)),
)


def readable() -> list[str]:
    """Paths that a GPU child may read beside what every child may."""
    return [path for opening in TABLE for path in opening.reads]


def shows_own_process() -> bool:
    """Whether a GPU child finds itself below /proc/self."""
    return any(opening.own_proc for opening in TABLE)
