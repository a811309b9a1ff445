"""What no file in the repository may hold, and what every one of ours must."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

# Written in pieces, so that this file does not hold what it forbids.
REGISTRIES = ["pypi" + ".org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian"]
WORKPLACES = ["/" + "work/", "/" + "root/", "/" + "tmp/v/"]
IGNORED = {".git", ".venv", "var", "__pycache__"}


def committed_files(repository: Path) -> list[Path]:
    """The files in git; without git (an unpacked archive) all that lies there."""
    if shutil.which("git") and (repository / ".git").exists():
        listed = subprocess.run(
            ["git", "-c", f"safe.directory={repository}", "ls-files", "-z"],
            cwd=repository,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        names = [repository / name for name in listed.split("\0") if name]
        return [path for path in names if path.is_file()]
    return [
        path
        for path in repository.rglob("*")
        if path.is_file() and not IGNORED & set(path.relative_to(repository).parts)
    ]


def our_modules(repository: Path) -> list[Path]:
    """The Python files of the product, without migrations."""
    source = repository / "src"
    return [
        path
        for path in committed_files(repository)
        if path.suffix == ".py" and source in path.parents and "migrations" not in path.parts
    ]


def our_templates(repository: Path) -> list[Path]:
    """The HTML templates of the product."""
    source = repository / "src"
    return [
        path
        for path in committed_files(repository)
        if path.suffix == ".html" and source in path.parents
    ]


def test_no_registry_and_no_workplace_is_named(repository: Path) -> None:
    found = [
        f"{path.relative_to(repository)}: {needle}"
        for path in committed_files(repository)
        for needle in [*REGISTRIES, *WORKPLACES]
        if needle.encode() in path.read_bytes()
    ]
    assert found == []


def pins(lock: Path) -> dict[str, str]:
    """Package and version of every pin in a lock file."""
    return dict(re.findall(r"^([a-z0-9._-]+(?:\[[^]]+\])?)==(\S+)", lock.read_text(), re.M))


def test_tests_run_with_the_versions_that_are_served(repository: Path) -> None:
    served = pins(repository / "requirements" / "base.txt")
    tested = pins(repository / "requirements" / "dev.txt")
    assert served
    assert {name: tested.get(name) for name in served} == served


# Names that Django or Python chose; their meaning is documented there.
FRAMEWORK_METHODS = {
    "add_arguments",
    "clean",
    "delete",
    "dispatch",
    "get",
    "handle",
    "post",
    "process_exception",
    "ready",
    "save",
}
FRAMEWORK_PREFIXES = ("clean_", "get_", "test_")
FRAMEWORK_CLASSES = {"Command", "Media", "Meta"}


def undocumented(tree: ast.Module) -> Iterator[str]:
    """Public functions and classes without a docstring, and the module itself."""
    if tree.body and ast.get_docstring(tree) is None:
        yield "module"
    yield from undocumented_in(tree, "")


def undocumented_in(owner: ast.Module | ast.ClassDef, prefix: str) -> Iterator[str]:
    """The same inside a module or class; functions inside functions are private."""
    in_class = isinstance(owner, ast.ClassDef)
    for node in owner.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if node.name.startswith("_") or node.name in FRAMEWORK_CLASSES:
            continue
        if isinstance(node, ast.ClassDef):
            if not (in_class and is_choices(node)) and ast.get_docstring(node) is None:
                yield prefix + node.name
            yield from undocumented_in(node, f"{prefix}{node.name}.")
        elif not (in_class and is_framework_method(node.name)) and ast.get_docstring(node) is None:
            yield prefix + node.name


def is_framework_method(name: str) -> bool:
    """Whether Django gives the method its meaning."""
    return name in FRAMEWORK_METHODS or name.startswith(FRAMEWORK_PREFIXES)


def is_choices(node: ast.ClassDef) -> bool:
    """Whether the class is a list of choices, which explains itself by its labels."""
    return any(ast.unparse(base).endswith("Choices") for base in node.bases)


def test_everything_public_is_documented(repository: Path) -> None:
    found = [
        f"{path.relative_to(repository)}: {name}"
        for path in our_modules(repository)
        for name in undocumented(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_a_missing_docstring_is_caught() -> None:
    tree = ast.parse('"""Module."""\nclass A:\n    def verb(self): ...\n    def save(self): ...\n')
    assert list(undocumented(tree)) == ["A", "A.verb"]


OTHER_CLOCKS = re.compile(
    r"timezone\.(?:now|localtime\(\)|localdate\(\))|datetime\.(?:now|utcnow|today)\b"
    r"|date\.today\b|from overlegtafel\.common\.clock import .*\b(?:now|today)\b"
)


def test_only_one_module_knows_the_time(repository: Path) -> None:
    found = [
        f"{path.relative_to(repository)}: {match.group()}"
        for path in our_modules(repository)
        if not path.as_posix().endswith("common/clock.py")
        for match in OTHER_CLOCKS.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "use `from overlegtafel.common import clock` and `clock.now()`"


TEMPLATE_FAULTS = {
    "style attribute": re.compile(r"\sstyle\s*=", re.I),
    "inline script without nonce": re.compile(r"<script\b(?![^>]*\b(?:nonce|src)\s*=)", re.I),
    "inline style without nonce": re.compile(r"<style\b(?![^>]*\bnonce\s*=)", re.I),
    "event attribute": re.compile(r"\s(?:on[a-z]+|hx-on[:\w-]*)\s*=", re.I),
    "safe filter": re.compile(r"\|\s*safe(?:seq)?\b|autoescape off"),
}
TEMPLATE_COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.S)


def template_faults(text: str) -> list[str]:
    """What in a template would break the policy or trust what people typed."""
    visible = TEMPLATE_COMMENT.sub("", text)
    return [name for name, pattern in TEMPLATE_FAULTS.items() if pattern.search(visible)]


def test_templates_keep_the_content_security_policy(repository: Path) -> None:
    found = [
        f"{path.relative_to(repository)}: {fault}"
        for path in our_templates(repository)
        for fault in template_faults(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ('<p style="color:red">', ["style attribute"]),
        ("<script>x()</script>", ["inline script without nonce"]),
        ('<script nonce="{{ csp_nonce }}">x()</script><script src="a.js"></script>', []),
        ("<style>p{}</style>", ["inline style without nonce"]),
        ('<button onclick="x()">', ["event attribute"]),
        ('<button hx-on:click="x()">', ["event attribute"]),
        ("{{ text|safe }}", ["safe filter"]),
        ("{{ safe_text }} {# |safe #}", []),
    ],
)
def test_template_faults_are_caught(text: str, faults: list[str]) -> None:
    assert template_faults(text) == faults
