"""The rows of the matrix: what a container's root holds, and what its processes are denied. Each is made once in a run."""
import dataclasses
import pathlib
import shutil
import subprocess

from conftest import PATIENCE, RELEASE

HERE = pathlib.Path(__file__).parent
MEGABYTE = 1 << 20
NOBODY, STRANGER = 65534, 12345
READ_ONLY = ("--read-only", "--read-only-tmpfs=false")
DENIED = ("--cap-drop", "all", "--security-opt", "no-new-privileges")


@dataclasses.dataclass(frozen=True)
class Row:
    root: str
    denied: str = ""
    options: tuple = ()
    claims: dict = dataclasses.field(default_factory=dict, hash=False)  # what must be seen of the running agent

    @property
    def name(self):
        return f"{self.root}, {self.denied}" if self.denied else self.root

    @property
    def image(self):
        return f"localhost/matrix-{self.root}"


def confined(root):
    return Row(root, "confined", (*READ_ONLY, *DENIED, "--user", str(NOBODY), "--memory", "32m", "--cpus", "0.1"),
               {"uid": NOBODY, "capabilities": 0, "read_only": True, "memory": 32 * MEGABYTE, "cpus": 0.1})


ROOTS = ("empty", "busybox", "musl", "bullseye", "bookworm", "trixie", "sid")
ROWS = (
    *(Row(root) for root in ROOTS),
    *(confined(root) for root in ROOTS),
    # Each alone, where there is something to miss.
    Row("bookworm", "read-only", READ_ONLY, {"read_only": True}),
    Row("bookworm", "any uid", ("--user", f"{STRANGER}:{STRANGER}", "--passwd=false"), {"uid": STRANGER}),
    Row("bookworm", "no capabilities", ("--cap-drop", "all"), {"capabilities": 0}),
    Row("bookworm", "32 MB", ("--memory", "32m"), {"memory": 32 * MEGABYTE}),
    Row("bookworm", "0.1 CPU", ("--cpus", "0.1"), {"cpus": 0.1}),
    Row("bare", "", ("--passwd=false",), {"without": ("etc/passwd", "tmp")}),
    # Podman makes /run, /etc, /dev and /proc in every root. Without those there is only chroot.
    Row("nothing", "", (), {"without": ("etc", "run", "tmp", "dev", "proc")}),
)


class NotServed(Exception):
    """The package mirror has no such suite, and says so."""


def debian(suite, tarball, *hooks):
    """The suite's shell and C library; and the agent and the game, like in every root here."""
    put = [f"cp {RELEASE / 'gamekeeper'} {HERE / 'game.sh'} \"$1/\"", 'mv "$1/game.sh" "$1/game"', *hooks]
    made = subprocess.run(
        ["mmdebstrap", "--quiet", "--variant=extract", "--include=base-files,base-passwd,coreutils,dash,libc6",
         "--aptopt=Acquire::Check-Valid-Until \"false\"",
         *(f"--dpkgopt=path-exclude=/usr/share/{unused}/*" for unused in ("doc", "locale", "man")),
         *(f"--extract-hook={hook}" for hook in put), suite, str(tarball)],
        capture_output=True, text=True, timeout=PATIENCE, check=False)
    if made.returncode:
        raise NotServed(f"mmdebstrap {suite}: {made.stderr.strip()}")


def with_passwd(suite, tarball):
    debian(suite, tarball, 'cp "$1/usr/share/base-passwd/passwd.master" "$1/etc/passwd"')


def bare(_, tarball):
    debian("bookworm", tarball, 'rm -rf "$1/etc/passwd" "$1/tmp" "$1/run" "$1/var"')


def folder(path):
    """A root with the agent alone."""
    path.mkdir()
    shutil.copy(RELEASE / "gamekeeper", path)
    return path


def compile_game(path, *options):
    subprocess.run(["musl-gcc", "-Os", "-Wall", "-Wextra", "-Werror", *options, "-o", str(path), str(HERE / "game.c")],
                   check=True, timeout=PATIENCE)


def packed(root, tarball):
    subprocess.run(["tar", "-c", "-f", str(tarball), "-C", str(root), "."], check=True, timeout=PATIENCE)


def empty(_, tarball):
    root = folder(tarball.with_suffix(""))
    compile_game(root / "game", "-static")
    packed(root, tarball)


def busybox(_, tarball):
    root = folder(tarball.with_suffix(""))
    (root / "bin").mkdir()
    for applet in ("busybox", "sh", "sleep"):
        shutil.copy("/bin/busybox", root / "bin" / applet)
    shutil.copy(HERE / "game.sh", root / "game")
    packed(root, tarball)


def musl(_, tarball):
    root = folder(tarball.with_suffix(""))
    compile_game(root / "game")
    (root / "lib").mkdir()
    library = "ld-musl-x86_64.so.1"
    shutil.copy(f"/lib/{library}", root / "lib" / library)
    linked = subprocess.run(["readelf", "--program-headers", str(root / "game")], capture_output=True, text=True,
                            check=True).stdout
    assert f"/lib/{library}]" in linked, linked
    packed(root, tarball)


MADE = {"empty": empty, "busybox": busybox, "musl": musl, "bare": bare}


def make(root, tarball):
    """Raises NotServed."""
    MADE.get(root, with_passwd)(root, tarball)
