"""dead_mount.py FOLDER COMMAND...: runs the command beside a file system that never answers, mounted at FOLDER.

The kernel asks the server of a FUSE file system for everything below FOLDER, and this one reads no question. Exits with 77
where it may not be mounted. The mount ends with the command, which holds its descriptor.
"""
import ctypes
import os
import sys

folder, *command = sys.argv[1:]
try:
    server = os.open("/dev/fuse", os.O_RDWR)
except OSError:
    sys.exit(77)
libc = ctypes.CDLL(None, use_errno=True)
options = f"fd={server},rootmode=40000,user_id=0,group_id=0"
if libc.mount(b"dead", os.fsencode(folder), b"fuse", 0, options.encode()) != 0:
    sys.exit(77)
os.set_inheritable(server, True)
os.execvp(command[0], command)
