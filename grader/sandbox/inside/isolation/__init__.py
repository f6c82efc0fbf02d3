"""The walls around a submission. Light to import: what is Linux's own is imported where it is used.

machine      what this kernel has, tried in a process that ends afterwards
paths        which files a child may read
openings     what a child for a GPU may do beyond that
reasons      why a wall does not stand: keys and values, for which the trusted side has the sentences
nvidia       which GPU there is, asked of the driver in a process that ends afterwards
demands      what NVIDIA's driver wants of the system, tried one by one where it does not start
namespaces   enter_jail(): the zygote's private, read-only world
limits       resource limits, ids, capabilities
landlock     the kernel's file rules, a second wall
seccomp      the system calls that are left
walls        confine(): the child's order of steps, and the proof from inside
warmup       the zygote loads and touches whatever a call may need
comfort      the child's Python, tidied: no wall, only a friendly room
"""
