"""A DNS server that answers late, and what it names: run in a network namespace of its own, around a command.

Every query is answered with 127.0.0.1, long after whoever asked has gone to sleep. Says "connected" when somebody comes
to port 443 there, "nobody came" when it takes too long.
"""
import socket
import subprocess
import sys
import threading

QUESTION = 12  # a DNS header's length
LATE = 2       # seconds: whoever asked has set all its timers by then
PATIENCE = 20


def answer_to(query):
    """RFC 1035: the question again, and an address if one of IPv4 was asked for."""
    asked = query[QUESTION:query.index(b"\0", QUESTION) + 5]
    found = asked[-4:-2] == b"\0\1"
    header = query[:2] + b"\x81\x80\0\1" + (b"\0\1" if found else b"\0\0") + b"\0\0\0\0"
    return header + asked + (b"\xc0\x0c\0\1\0\1\0\0\0\0\0\4\x7f\0\0\1" if found else b"")


def serve(names):
    while True:
        query, peer = names.recvfrom(512)
        threading.Timer(LATE, names.sendto, [answer_to(query), peer]).start()


def main():
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as names, socket.create_server(("127.0.0.1", 443)) as platform:
        names.bind(("127.0.0.1", 53))
        threading.Thread(target=serve, args=[names], daemon=True).start()
        command = subprocess.Popen(sys.argv[1:])
        try:
            platform.settimeout(PATIENCE)
            platform.accept()
            print("connected")
        except TimeoutError:
            print("nobody came")
        finally:
            command.terminate()
            command.wait()


main()
