"""The tree as the rules of test_style.py see it: which files there are, and what of a C++ text is code."""
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def tracked(*patterns):
    """The paths of all files that git knows or would add, relative to the root."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
                            cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return sorted(path for path in listed if path and (ROOT / path).is_file())


def cpp_files():
    return tracked("*.cpp", "*.hpp")


def read(path):
    return (ROOT / path).read_text(errors="replace")


_NOT_CODE = re.compile(r"""
    //[^\n]* | /\*.*?\*/                               # comments
  | R"(?P<mark>[^()\s\\]{0,16})\(.*?\)(?P=mark)"       # raw strings
  | "(?:\\.|[^"\\\n])*" | (?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'   # texts and characters, but not 1'000
""", re.VERBOSE | re.DOTALL)


def code_of(text):
    """`text` with comments gone and literals empty; line numbers stay."""
    def blank(match):
        lines = "\n" * match.group().count("\n")
        return lines if match.group().startswith("/") else '""' + lines
    return _NOT_CODE.sub(blank, text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def balanced(text, start):
    """Where the expression that begins at `start` ends: at the first ; or , or closing bracket that is not its own."""
    depth = 0
    for at in range(start, len(text)):
        if text[at] in "([{":
            depth += 1
        elif text[at] in ")]}":
            if depth == 0:
                return at
            depth -= 1
        elif text[at] in ";," and depth == 0:
            return at
    return len(text)


def included(text):
    """The paths of all #include "…" lines, with their line numbers."""
    return [(number, match.group(1)) for number, line in enumerate(text.splitlines(), 1)
            if (match := re.match(r'\s*#\s*include\s*"([^"]+)"', line))]


def find_included(path, name):
    """The file of the tree that `path` means by #include "name", or None. Includes are written from these folders."""
    for folder in (pathlib.PurePath(path).parent, "lib", "agent", "tests"):
        if (ROOT / folder / name).is_file():
            return str(pathlib.PurePath(folder) / name)
    return None
