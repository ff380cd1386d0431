"""Runs a command behind a filter of system calls, as a container runtime puts one around a game.

`threads`: one that is older than the C library and answers what it does not know with EPERM, clone3 among it, so that
no thread can be had. `processes`: no fork either, as at the limit of processes; a child that shares the memory of its
parent, which is how programs are started, is not refused.
"""
import ctypes
import errno
import os
import struct
import sys

LOAD, EQUAL, AND_SET, RETURN = 0x20, 0x15, 0x45, 0x06  # BPF: a word of the call, jumps, the verdict
NUMBER, FIRST_ARGUMENT = 0, 16                         # where they stand in seccomp_data
ALLOW, REFUSE = 0x7FFF0000, 0x00050000
CLONE_VM = 0x100
CLONE = {"x86_64": 56, "aarch64": 220}
CLONE3 = 435
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, SECCOMP_MODE_FILTER = 22, 38, 2

NO_THREADS = [(LOAD, 0, 0, NUMBER), (EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, REFUSE | errno.EPERM)]
NO_FORK = [(LOAD, 0, 0, NUMBER), (EQUAL, 0, 3, CLONE[os.uname().machine]), (LOAD, 0, 0, FIRST_ARGUMENT),
           (AND_SET, 1, 0, CLONE_VM), (RETURN, 0, 0, REFUSE | errno.EAGAIN)]


class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]


def main():
    steps = NO_THREADS + (NO_FORK if sys.argv[1] == "processes" else []) + [(RETURN, 0, 0, ALLOW)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    system = ctypes.CDLL(None)
    refused = system.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or system.prctl(
        PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(Program(len(steps), ctypes.addressof(code))), 0, 0)
    assert not refused, "no filter can be set"
    os.execvp(sys.argv[2], sys.argv[2:])


main()
