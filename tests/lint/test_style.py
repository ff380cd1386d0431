"""The house rules that a machine can check. Each rule is a function from (path, text) to what is wrong, and each has a
sample that it must object to, so that no rule can fall asleep."""
import pathlib
import re

import pytest
from source import ROOT, balanced, code_of, cpp_files, find_included, included, line_of, read, tracked

CPP_LINES, SCRIPT_LINES, COLUMNS, SCRIPT_COLUMNS = 350, 450, 120, 140
# A room of inner rooms links nothing but these, and what is in it is linked by its name.
MAY_LINK = {
    "base": [], "net": ["base"], "process": ["base"], "lifecycle": [],
    "edgegap": ["edgegap/messages", "edgegap/environment", "edgegap/client", "edgegap/watch"],
    "edgegap/messages": ["base", "net"], "edgegap/environment": ["base", "net", "edgegap/messages"],
    "edgegap/client": ["base", "net", "edgegap/messages", "edgegap/environment"],
    "edgegap/watch": ["base", "net", "edgegap/messages", "edgegap/environment", "edgegap/client"],
    "occupancy": ["base", "net"], "telemetry": ["base"], "settings": ["base", "occupancy", "process", "telemetry"],
    "control": ["base", "net", "telemetry"],
    "emulator": ["emulator/model", "emulator/reading", "emulator/platform", "emulator/runtime", "emulator/state", "emulator/api"],
    "emulator/model": ["base", "process"], "emulator/reading": ["base", "net", "emulator/model"],
    "emulator/platform": ["base", "net", "process", "emulator/model", "emulator/reading"],
    "emulator/runtime": ["base", "process", "emulator/model", "emulator/platform"],
    "emulator/state": ["base", "emulator/model", "emulator/reading", "emulator/platform"],
    "emulator/api": ["base", "net", "emulator/model", "emulator/reading", "emulator/platform"],
}
EMULATOR_PROGRAM = ["base", "net", "process", "emulator", *MAY_LINK["emulator"]]


def matches(pattern, text, why):
    return [(line_of(text, found.start()), why) for found in re.finditer(pattern, text)]


def no_detached(path, text):
    return matches(r"\bdetached\b", code_of(text), "detached swallows exceptions; give a handler that logs")


def no_sleeping(path, text):
    if path.startswith(("tests/integration/", "tests/bench/")):
        return []  # the games that the real programs start
    return matches(r"\b(sleep_for|usleep|nanosleep)\b", code_of(text), "time comes from the clock seam")


def no_awaiting_while(path, text):
    code, why = code_of(text), "g++ 12 miscompiles while (co_await …): write it out"
    return [(line_of(code, found.start()), why) for found in re.finditer(r"\bwhile\s*\(", code)
            if re.search(r"\bco_await\b", code[found.end():balanced(code, found.end())])]


def plain_awaits(path, text):
    code, wrong = code_of(text), []
    for found in re.finditer(r"\bco_await\b", code):
        operand = code[found.end():balanced(code, found.end())]
        for pattern, what in ((r"\{", "braces"), (r"(?<![\w\])])\[", "a lambda"), (r"\?", "?:"),
                              (r"\)\s*\|\|", "|| of awaitables")):
            if re.search(pattern, operand.strip()):
                wrong.append((line_of(code, found.start()), f"{what} in the operand of co_await: miscompiled"))
    return wrong


ROOM_OF_TARGET = {room.replace("/", "_"): room for room in MAY_LINK}


def rooms_in(text):
    """The rooms that a CMakeLists.txt links."""
    return [ROOM_OF_TARGET.get(name, name) for name in re.findall(r"gamekeeper::(\w+)", text)]


def links_of(room):
    """What the room's link line says."""
    return rooms_in(read(f"lib/{room}/CMakeLists.txt"))


def room_of(name):
    """The innermost room that has `name`, a path below lib/, or None."""
    rooms = [str(folder) for folder in pathlib.PurePath(name).parents if str(folder) in MAY_LINK]
    return rooms[0] if rooms else None


def one_direction(path, text):
    parts = pathlib.PurePath(path).parts
    if parts[0] == "lib" and len(parts) > 2:
        here = room_of("/".join(parts[1:]))
        allowed = [here, *links_of(here)] if here else []
    elif parts[:2] == ("agent", "emulator"):
        here, allowed = "agent/emulator", EMULATOR_PROGRAM
    elif parts[0] == "agent":
        here, allowed = "/".join(parts[:2]), [room for room in MAY_LINK if not of_the_emulator(room)]
    else:
        return []
    return [(number, f"{here} may not include {name}") for number, name in included(text)
            if room_of(name) and room_of(name) not in allowed]


def pure_core(path, text):
    if not path.startswith("lib/lifecycle/"):
        return []
    return matches(r"#\s*include\s*<(boost|sys|unistd|spdlog|fmt|fstream|iostream|thread)", text,
                   "the core asks for nothing: no clock, socket, file or log")


def of_the_emulator(room):
    return room.split("/")[0] == "emulator"


def rooms_of_the_agent():
    """What is linked into gamekeeper, by the link lines of the program and of its rooms."""
    found, open_ones = set(), set(rooms_in(read("agent/gamekeeper/CMakeLists.txt")))
    while open_ones:
        room = open_ones.pop()
        found.add(room)
        open_ones |= set(links_of(room)) - found
    return found


def slim_agent(path, text):
    parts = pathlib.PurePath(path).parts
    folder = "/".join(parts[1:-1]) if parts[0] == "lib" else None  # what lies deeper than a room is an example
    if folder not in rooms_of_the_agent() and parts[:2] != ("agent", "gamekeeper") and path != "agent/version.cpp":
        return []
    return matches(r"#\s*include\s*<(iostream|sstream|fstream|regex)>", text,
                   "it is linked into the static gamekeeper: streams and regex cost it hundreds of kB and every start some "
                   "time; write with base::log or std::to_string, read with base/file_text.hpp, match with occupancy::regex")


def includes_exist(path, text):
    return [(number, f'no file "{name}"') for number, name in included(text) if not find_included(path, name)]


def short_files(path, text):
    limit = CPP_LINES if path.endswith((".cpp", ".hpp")) else SCRIPT_LINES
    count = text.count("\n")
    return [(count, f"{count} lines; {limit} is the limit")] if count > limit else []


def short_clients(path, text):
    count = text.count("\n")
    return [(count, f"{count} lines; a client stays under 300")] if path.startswith("lib/client/") and count >= 300 else []


def short_lines(path, text):
    # Code in C++ is cut by clang-format; a literal that is longer stays in one piece.
    literals = path.endswith((".cpp", ".hpp"))
    limit = COLUMNS if literals or path.endswith("CMakeLists.txt") else SCRIPT_COLUMNS
    return [(number, f"{len(line)} columns; {limit} is the limit") for number, line in enumerate(text.splitlines(), 1)
            if len(line) > limit and not (literals and '"' in line)]


def nothing_left_to_do(path, text):
    return matches(r"\b(TO" r"DO|FIX" r"ME)\b", text, "do it, or file an issue")


def no_machine_paths(path, text):
    return matches(r"(?<![\w.}/-])/(wo" r"rk|ro" r"ot)/", text, "a path of somebody's machine")


def speaking_names(path, text):
    found = re.search(r"(^|[_/.-])(utils?|common|helpers?|managers?|misc)([_/.-]|$)", path)
    return [(1, f"'{found.group(2)}' says nothing: name what is in it")] if found else []


CPP_RULES = {
    no_detached: ("lib/net/a.cpp", "co_spawn(loop, f(), asio::detached);"),
    no_sleeping: ("tests/unit/net/a.cpp", "std::this_thread::sleep_for(1s);"),
    no_awaiting_while: ("lib/net/a.cpp", "while (n > 0 && co_await f()) ++n;"),
    plain_awaits: ("lib/net/a.cpp", "auto x = co_await f(a, [b] { return b; });"),
    one_direction: ("lib/edgegap/messages/a.cpp", '#include "edgegap/client/call.hpp"\n'),
    pure_core: ("lib/lifecycle/a.cpp", "#include <boost/json.hpp>\n"),
    slim_agent: ("lib/edgegap/client/a.cpp", "#include <sstream>\n"),
    includes_exist: ("lib/base/a.cpp", '#include "base/no_such_header.hpp"\n'),
}
TEXT_RULES = {
    short_files: ("lib/base/a.cpp", "\n" * 351),
    short_clients: ("lib/client/gamekeeper.h", "\n" * 300),
    short_lines: ("lib/base/a.cpp", "x" * 121),
    nothing_left_to_do: ("lib/base/a.cpp", "// TO" "DO: more\n"),
    no_machine_paths: ("lib/base/a.cpp", 'read("/ro' 'ot/.secret")'),
    speaking_names: ("lib/base/string_util.cpp", ""),
}


def test_the_agents_rooms_are_found_and_the_emulators_are_not():
    assert rooms_of_the_agent() == {room for room in MAY_LINK if not of_the_emulator(room)}


def name_of(rule):
    return rule.__name__


def objections(rule, paths):
    return [f"{path}:{line}: {why}" for path in paths for line, why in rule(path, read(path))]


@pytest.mark.parametrize("rule", [*CPP_RULES, *TEXT_RULES], ids=name_of)
def test_a_rule_objects_to_its_sample(rule):
    assert rule(*{**CPP_RULES, **TEXT_RULES}[rule])


@pytest.mark.parametrize("operand", ["f({.a = 1})", "(b ? f() : g())", "(f() || g())", "f(std::vector<int>{1, 2})"])
def test_an_operand_of_co_await_that_is_miscompiled_is_found(operand):
    assert plain_awaits("a.cpp", f"auto x = co_await {operand};")


@pytest.mark.parametrize("operand", ["f(a, std::move(b))", "g(T(x))[0]", "items[0].f()", 'f("{?}")', "f(a || b)"])
def test_a_plain_operand_of_co_await_is_fine(operand):
    assert not plain_awaits("a.cpp", f"auto x = co_await {operand};")


@pytest.mark.parametrize("rule", CPP_RULES, ids=name_of)
def test_cpp(rule):
    wrong = objections(rule, cpp_files())
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("rule", TEXT_RULES, ids=name_of)
def test_texts(rule):
    prose = (".md", ".json", ".pem")
    paths = [path for path in tracked() if not path.endswith(prose) and not path.startswith("tests/fuzz/seeds/")]
    wrong = objections(rule, paths)
    assert not wrong, "\n".join(wrong)


def test_no_machine_path_in_any_file():
    wrong = objections(no_machine_paths, tracked())
    assert not wrong, "\n".join(wrong)


def test_every_source_is_built():
    """A test file that no CMakeLists.txt names would never run."""
    lists = {}
    wrong = []
    for path in tracked("lib/*.cpp", "agent/*.cpp", "tests/unit/*.cpp", "tests/fuzz/*.cpp", "tests/integration/*.cpp"):
        folder = pathlib.PurePath(path).parent
        while not (ROOT / folder / "CMakeLists.txt").is_file():
            folder = folder.parent
        text = lists.setdefault(folder, read(folder / "CMakeLists.txt") + read("tests/unit/CMakeLists.txt"))
        name = str(pathlib.PurePath(path).relative_to(folder))
        target = re.escape(name.removesuffix("_fuzz.cpp")) if name.endswith("_fuzz.cpp") else re.escape(name)
        if not re.search(rf"(?<![\w/]){target}(?![\w.])|{re.escape(path)}", text):
            wrong.append(f"{path} is in no CMakeLists.txt")
    assert not wrong, "\n".join(wrong)


MEMBER = re.compile(r"^(?![\s/#}])[^;={}\n]*?\b((?:[a-z]\w*::)*[a-z]\w*)::(?:~?[a-z]\w*|operator\W{1,3})\(", re.M)


def scattered_classes(sources):
    """Of {path: text}: classes that have members in more than one source of a folder, with those sources."""
    found = {}
    for path, text in sources.items():
        code = code_of(text)
        for member in MEMBER.finditer(code):
            if re.search(rf"\b(class|struct)\s+{member[1]}\b[^;]*\{{", code):
                continue  # it stands in this source alone
            found.setdefault((str(pathlib.PurePath(path).parent), member[1]), set()).add(path)
    return [f"{name} has members in {', '.join(sorted(paths))}" for (_, name), paths in sorted(found.items())
            if len(paths) > 1]


def test_a_class_in_two_sources_is_found():
    sample = {"lib/a/shell.cpp": "void shell::start() {\n}\n", "lib/a/shell_looks.cpp": "int shell::look() const {\n}\n"}
    assert scattered_classes(sample) == ["shell has members in lib/a/shell.cpp, lib/a/shell_looks.cpp"]


def test_a_class_stands_in_one_source():
    wrong = scattered_classes({path: read(path) for path in tracked("lib/*.cpp", "agent/*.cpp")})
    assert not wrong, "\n".join(wrong)


def test_rooms_link_as_designed():
    wrong = [f"lib/{room} links {name}" for room in MAY_LINK for name in links_of(room) if name not in MAY_LINK[room]]
    assert not wrong, "\n".join(wrong)


def test_every_room_lists_what_others_include():
    used = {(room, name) for path in cpp_files() for _, name in included(read(path))
            for room in [room_of(name)] if room and not path.startswith((f"lib/{room}/", "tests/"))}
    faces = {room: f"lib/{room}/{pathlib.PurePath(room).name}.hpp" for room, _ in used}
    wrong = [f"{faces[room]} does not list {name}" for room, name in sorted(used)
             if pathlib.PurePath(name).name not in read(faces[room])]
    assert not wrong, "\n".join(wrong)
