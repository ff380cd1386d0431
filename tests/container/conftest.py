"""Images and containers by podman, in a store of their own. No registry is asked: the base images are made by
mmdebstrap, and the product's image is the release binary in an empty one."""
import pathlib
import shutil
import subprocess
import tempfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
RELEASE = ROOT / "build/release/bin"
GAME = ROOT / "build/dev/bin/init_probe"  # static: it runs in every image
EXAMPLES = ROOT / "docker/examples"
LIMITS = ("--ulimit", "nofile=1024:4096", "--ulimit", "nproc=500:500")
PATIENCE = 120  # seconds: far more than anything takes, with two processors that also compile


def processes_of(mark):
    """Everything on this machine whose environment holds that text."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if mark.encode() in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                pass
    return found


class Podman:
    def __init__(self, store):
        self.store = store
        self.runroot = tempfile.mkdtemp(prefix="gk-")  # podman wants a path of less than 50 characters
        self.base = ["podman", "--root", str(store / "root"), "--runroot", self.runroot, "--tmpdir",
                     str(store / "tmp"), "--runtime", "runc", "--cgroup-manager", "cgroupfs"]
        self.started = 0

    def __call__(self, *words, check=True, **kwargs):
        done = subprocess.run([*self.base, *words], capture_output=True, text=True, timeout=PATIENCE, check=False, **kwargs)
        assert not check or done.returncode == 0, (words, done.stdout, done.stderr)
        return done

    def image_of(self, name, tarball):
        """An image that holds what the tar file holds."""
        self("import", str(tarball), name)

    def build(self, name, dockerfile, folder, *options):
        self("build", "--pull=never", "--quiet", "--isolation", "chroot", "--tag", name, "--file", str(dockerfile),
             *options, str(folder))

    def run(self, image, *words, options=()):
        """To the end; the container is gone afterwards."""
        return self("run", "--rm", "--pull=never", "--network=none", *LIMITS, *options, image, *words, check=False)

    def start(self, image, *words, options=()):
        self.started += 1
        name = f"gk{self.started}"
        self("run", "--detach", "--pull=never", "--network=none", "--name", name, *LIMITS, *options, image, *words)
        return name

    def log(self, name):
        done = self("logs", name, check=False)
        return done.stdout + done.stderr


@pytest.fixture(scope="session")
def podman(tmp_path_factory):
    for program in ("podman", "runc", "mmdebstrap"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")
    for needed in (RELEASE / "gamekeeper", RELEASE / "gamekeeper-emulator", GAME):
        if not needed.exists():
            pytest.skip(f"{needed} is not built")
    store = tmp_path_factory.mktemp("podman")
    podman = Podman(store)
    empty = store / "empty.tar"
    subprocess.run(["tar", "-c", "-f", str(empty), "-T", "/dev/null"], check=True)
    podman.image_of("localhost/empty", empty)
    context = store / "first"
    context.mkdir()
    shutil.copy(GAME, context / "server")
    (context / "Dockerfile").write_text('FROM localhost/empty\nCOPY server /server\nENTRYPOINT ["/server"]\n')
    podman.build("localhost/first", context / "Dockerfile", context)
    first = podman.run("localhost/first", "exit", "3")
    if first.returncode != 3:
        pytest.skip(f"podman cannot run a container here: {first.stderr.strip()}")
    yield podman
    podman("rm", "--all", "--force", "--time", "0", check=False)
    podman("rmi", "--all", "--force", check=False)
    shutil.rmtree(store, ignore_errors=True)
    shutil.rmtree(podman.runroot, ignore_errors=True)


class CannotBeMade(Exception):
    """The package mirror has no such suite, or the program is not built: it says which."""


@pytest.fixture(scope="session")
def debian(podman):
    """debian(SUITE) is its shell and C library in a tar file, made once in a run."""
    made = {}

    def base(suite):
        if suite not in made:
            tarball = podman.store / f"{suite}.tar"
            done = subprocess.run(
                ["mmdebstrap", "--quiet", "--variant=extract", "--include=base-files,base-passwd,coreutils,dash,libc6",
                 # A mirror that stands still would otherwise serve no testing or unstable.
                 '--aptopt=Acquire::Check-Valid-Until "false"',
                 *(f"--dpkgopt=path-exclude=/usr/share/{unused}/*" for unused in ("doc", "locale", "man")),
                 suite, str(tarball)], capture_output=True, text=True, timeout=PATIENCE, check=False)
            if done.returncode:
                raise CannotBeMade(f"mmdebstrap {suite}: {done.stderr.strip()}")
            made[suite] = tarball
        return made[suite]

    return base


@pytest.fixture(scope="session")
def images(podman, debian):
    """The product's images and those of the examples, under the names that the examples use."""
    store = podman.store
    podman.image_of("docker.io/library/debian:12", debian("bookworm"))
    context = store / "context"
    context.mkdir()
    for file in (RELEASE / "gamekeeper", RELEASE / "gamekeeper-emulator"):
        shutil.copy(file, context)
    offered = (EXAMPLES / "emulator.json").read_text()
    assert offered.count('"/opt/game/server"]') == 1
    (context / "emulator.json").write_text(offered.replace('"/opt/game/server"]', '"/opt/game/server", "sleep"]'))
    shutil.copy(GAME, context / "server")
    for program in ("gamekeeper", "gamekeeper-emulator"):
        file = context / f"{program}.Dockerfile"
        file.write_text(f'FROM localhost/empty\nCOPY {program} /{program}\n'
                        f'ENTRYPOINT ["/{program}"]\n')
        podman.build(f"localhost/{program}", file, context)
    for base in ("debian", "scratch"):
        podman.build(f"localhost/{base}-game", EXAMPLES / f"{base}.Dockerfile", context)
    podman.build("localhost/emulated", EXAMPLES / "emulated.Dockerfile", context, "--build-arg", "GAME=localhost/debian-game")
    return {base: f"localhost/{base}-game" for base in ("debian", "scratch")}
