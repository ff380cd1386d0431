"""The project's pages as their readers see them: blocks of commands, commands in the text, links, settings."""
import dataclasses
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
# What a fenced block can be; sh and console are run.
LANGUAGES = ("sh", "console", "dockerfile", "c")
OTHERS = "curl|docker|podman|kubectl|cmake|apt|apt-get|dpkg|source|git|setpriv"
FOLDERS = "agent|config|docker|lib|tests"


@dataclasses.dataclass(frozen=True)
class Block:
    page: str
    heading: str
    language: str
    line: int
    text: str

    @property
    def place(self):
        return self.page, self.heading

    def commands(self):
        """The commands of an sh block, without comments, in their order."""
        lines = (re.sub(r"(^|\s)#\s.*", "", line).rstrip() for line in self.text.splitlines())
        return [line for line in lines if line]

    def dialogue(self):
        """(command, lines that are printed) of a console block."""
        assert self.text.startswith("$ "), f"{self.page}:{self.line}: a console block begins with '$ '"
        turns = re.split(r"^\$ ", self.text, flags=re.M)[1:]
        return [(first, printed) for first, _, printed in (turn.partition("\n") for turn in turns)]


def pages():
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "*.md"], cwd=ROOT,
                            capture_output=True, text=True, check=True).stdout.split("\0")
    return sorted(path for path in listed if path and (ROOT / path).is_file())


def read(page):
    return (ROOT / page).read_text()


def blocks(page):
    found, heading, opened = [], "", None
    for number, line in enumerate(read(page).splitlines(), 1):
        fence = re.match(r"```(\w*)$", line)
        if opened is None and line.startswith("#"):
            heading = line.lstrip("# ")
        elif fence and opened is None:
            opened = (fence[1], number, [])
        elif fence:
            found.append(Block(page, heading, opened[0], opened[1], "\n".join(opened[2]) + "\n"))
            opened = None
        elif opened:
            opened[2].append(line)
    assert opened is None, f"{page}: a block is not closed"
    return found


def all_blocks(*languages):
    return [block for page in pages() for block in blocks(page) if block.language in languages]


def prose(page):
    """The page without its blocks."""
    return re.sub(r"^```.*?^```$", "", read(page), flags=re.M | re.S)


def spans(page):
    """What stands between backticks in the text."""
    return re.findall(r"(?<!`)`([^`\n]+)`(?!`)", prose(page))


def inline_commands():
    """Each command in the text of a page, once: a program of ours and more words, a program of others with what it is to do
    and to what, or one of the tree's own scripts."""
    def is_one(span):
        return re.match(rf"gamekeeper[a-z-]*\s|({OTHERS})\s+\S+\s|({FOLDERS})/\S+\s", span) or (
            re.match(rf"({FOLDERS})/", span) and (ROOT / span).is_file() and os.access(ROOT / span, os.X_OK))
    return sorted({span for page in pages() for span in spans(page) if is_one(span)})


def anchors(page):
    """As GitHub makes them of the headings."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page):
    return re.findall(r"\]\(([^)\s]+)\)", prose(page))


def agrees(printed, shown):
    """Whether what was printed is what the page shows: … is anything in a line, or any lines where it stands alone."""
    pattern = "".join("(?:.*\n)*?" if line == "…" else ".*?".join(map(re.escape, line.split("…"))) + "\n"
                      for line in shown.splitlines())
    return re.fullmatch(pattern, printed if printed.endswith("\n") or not printed else printed + "\n") is not None
