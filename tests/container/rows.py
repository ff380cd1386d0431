"""The rows of the matrix: what a container's root holds, and what its processes are denied. Each is made once in a run."""
import dataclasses
import pathlib
import shutil
import subprocess

from conftest import PATIENCE, RELEASE, ROOT, CannotBeMade

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
    def runner(self):
        """What a program of this root has to be started with."""
        return ("/qemu",) if self.root == "arm64" else ()

    @property
    def name(self):
        return f"{self.root}, {self.denied}" if self.denied else self.root

    @property
    def image(self):
        return f"localhost/matrix-{self.root}"


def confined(root):
    return Row(root, "confined", (*READ_ONLY, *DENIED, "--user", str(NOBODY), "--memory", "32m", "--cpus", "0.1"),
               {"uid": NOBODY, "capabilities": 0, "read_only": True, "memory": 32 * MEGABYTE, "cpus": 0.1})


ROOTS = ("empty", "busybox", "musl", "bullseye", "bookworm", "trixie", "sid", "arm64")
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


def folder(path, agent=RELEASE / "gamekeeper"):
    """A root with the agent alone."""
    path.mkdir()
    shutil.copy(agent, path / "gamekeeper")
    return path


def compile_game(path, *options, compiler="musl-gcc"):
    subprocess.run([compiler, "-Os", "-Wall", "-Wextra", "-Werror", *options, "-o", str(path), str(HERE / "game.c")],
                   check=True, timeout=PATIENCE)


def packed(root, tarball):
    subprocess.run(["tar", "-c", "-f", str(tarball), "-C", str(root), "."], check=True, timeout=PATIENCE)


def with_passwd(suite, tarball, debian):
    """The suite's shell and C library, with the agent, the game and who is root."""
    added = folder(tarball.with_suffix(""))
    shutil.copy(HERE / "game.sh", added / "game")
    (added / "etc").mkdir()
    (added / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/sh\n")
    shutil.copy(debian(suite), tarball)
    subprocess.run(["tar", "--append", "-f", str(tarball), "-C", str(added), "./gamekeeper", "./game", "./etc/passwd"],
                   check=True, timeout=PATIENCE)


def bare(_, tarball, debian):
    with_passwd("bookworm", tarball, debian)
    subprocess.run(["tar", "--delete", "-f", str(tarball), "./etc/passwd", "./tmp", "./run", "./var"], check=True,
                   timeout=PATIENCE)


def empty(_, tarball, __):
    root = folder(tarball.with_suffix(""))
    compile_game(root / "game", "-static")
    packed(root, tarball)


def busybox(_, tarball, __):
    root = folder(tarball.with_suffix(""))
    (root / "bin").mkdir()
    for applet in ("busybox", "sh", "sleep"):
        shutil.copy("/bin/busybox", root / "bin" / applet)
    shutil.copy(HERE / "game.sh", root / "game")
    packed(root, tarball)


def musl(_, tarball, __):
    root = folder(tarball.with_suffix(""))
    compile_game(root / "game")
    (root / "lib").mkdir()
    library = "ld-musl-x86_64.so.1"
    shutil.copy(f"/lib/{library}", root / "lib" / library)
    linked = subprocess.run(["readelf", "--program-headers", str(root / "game")], capture_output=True, text=True,
                            check=True).stdout
    assert f"/lib/{library}]" in linked, linked
    packed(root, tarball)


def arm64(_, tarball, __):
    """Both programs are arm64's; qemu starts them, since this kernel need not know how."""
    built = ROOT / "build/release-arm64/bin/gamekeeper"
    if not built.exists():
        raise CannotBeMade(f"{built} is not built")
    root = folder(tarball.with_suffix(""), built)
    shutil.copy(shutil.which("qemu-aarch64-static"), root / "qemu")
    compile_game(root / "game", "-static", compiler="aarch64-linux-gnu-gcc")
    packed(root, tarball)


MADE = {"empty": empty, "busybox": busybox, "musl": musl, "bare": bare, "arm64": arm64}


def make(root, tarball, debian):
    """Raises CannotBeMade."""
    MADE.get(root, with_passwd)(root, tarball, debian)
