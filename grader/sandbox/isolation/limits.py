"""What a child may use: memory, processor time, file size, descriptors, threads."""

from __future__ import annotations

import resource
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """A child's share, beside what the zygote already holds."""

    memory_bytes: int = 1 << 30
    cpu_seconds: int = 60
    file_bytes: int = 16 << 20
    output_bytes: int = 64 << 10
    threads: int = 32


def apply(limits: Limits, base_bytes: int, *, strict: bool) -> None:
    """Set hard limits, which can only be lowered; `base_bytes` is the address space at the fork."""
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: limits.cpu_seconds,
        resource.RLIMIT_AS: base_bytes + limits.memory_bytes,
    }
    if strict:
        wanted |= {
            resource.RLIMIT_FSIZE: limits.file_bytes,
            resource.RLIMIT_NOFILE: 64,
            resource.RLIMIT_MEMLOCK: 0,
            resource.RLIMIT_NPROC: limits.threads,
            resource.RLIMIT_MSGQUEUE: 0,
            resource.RLIMIT_SIGPENDING: 64,
        }
    for kind, value in wanted.items():
        hard = resource.getrlimit(kind)[1]
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (allowed, allowed))
