"""`async-offload completion`: what a shell can complete, told by the parser itself."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """One option: how it is written, what may follow it, and what it is for."""

    names: tuple[str, ...]
    choices: tuple[str, ...]
    takes_value: bool
    says: str


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its sub-commands, or else its options."""

    name: str
    says: str
    words: tuple[str, ...]  # sub-commands, and values that its arguments may have
    options: tuple[Option, ...]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the shell."""
    parser.add_argument("shell", choices=tuple(_SHELLS), help="for which shell; its output is a script to source")


def run(arguments: argparse.Namespace) -> int:
    """Print the script; return 0."""
    found = commands(arguments.whole())
    sys.stdout.write("\n".join(_SHELLS[arguments.shell](found)) + "\n")
    return 0


def commands(parser: argparse.ArgumentParser) -> list[Command]:
    """Return what a parser takes, command by command."""
    return [
        Command(name, sub.description or "", tuple(_words(sub)), tuple(_options(sub)))
        for name, sub in _below(parser).items()
    ]


def _below(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    found = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001
    return dict(found[0].choices) if found else {}


def _words(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:  # noqa: SLF001 - argparse tells it nowhere else
        if not action.option_strings and action.choices:
            yield from map(str, action.choices)


def _options(parser: argparse.ArgumentParser) -> Iterator[Option]:
    for part in (parser, *_below(parser).values()):
        for action in part._actions:  # noqa: SLF001
            if action.option_strings and (part is parser or "--help" not in action.option_strings):
                choices = tuple(map(str, action.choices or ()))
                says = (action.help or "").replace("%(default)s", str(action.default))
                yield Option(tuple(action.option_strings), choices, action.nargs != 0, says)


def _bash(found: list[Command]) -> Iterator[str]:
    yield "_async_offload() {"
    yield '  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=""'
    yield f'  if (( COMP_CWORD == 1 )); then words="{" ".join(command.name for command in found)}"; else'
    yield "  case ${COMP_WORDS[1]},$before in"
    for command in found:
        for option in command.options:
            for name in option.names if option.choices else ():
                yield f'    {command.name},{name}) words="{" ".join(option.choices)}";;'
        names = [name for option in command.options for name in option.names]
        yield f'    {command.name},*) words="{" ".join([*command.words, *names])}";;'
    yield "  esac; fi"
    yield '  COMPREPLY=($(compgen -W "$words" -- "$word"))'
    yield "}"
    yield "complete -o default -F _async_offload async-offload"


def _zsh(found: list[Command]) -> Iterator[str]:
    yield "#compdef async-offload"
    yield "_async_offload() {"
    yield "  if (( CURRENT == 2 )); then"
    listed = " ".join(shlex.quote(f"{command.name}:{command.says}") for command in found)
    yield f"    local -a commands=({listed}); _describe command commands; return"
    yield "  fi"
    yield "  shift words; (( CURRENT-- ))"
    yield "  case $words[1] in"
    for command in found:
        specs = [shlex.quote(spec) for option in command.options for spec in _specs(option)]
        more = f"'*:argument:({' '.join(command.words)})'" if command.words else "'*:file:_files'"
        yield f"    {command.name}) _arguments {' '.join(specs)} {more};;"
    yield "  esac"
    yield "}"
    yield "compdef _async_offload async-offload"


def _specs(option: Option) -> Iterator[str]:
    says = option.says.replace("[", "(").replace("]", ")").replace(":", ";")
    value = f":value:({' '.join(option.choices)})" if option.choices else ":value:_files" * option.takes_value
    for name in option.names:
        yield f"*{name}[{says}]{value}"


def _fish(found: list[Command]) -> Iterator[str]:
    for command in found:
        yield f"complete -c async-offload -n __fish_use_subcommand -f -a {command.name} -d {_fished(command.says)}"
        within = f"complete -c async-offload -n '__fish_seen_subcommand_from {command.name}'"
        if command.words:
            yield f"{within} -f -a '{' '.join(command.words)}'"
        for option in command.options:
            names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names)
            value = f" -x -a '{' '.join(option.choices)}'" if option.choices else " -r" * option.takes_value
            yield f"{within} {names}{value} -d {_fished(option.says)}"


def _fished(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


_SHELLS: dict[str, Callable[[list[Command]], Iterator[str]]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
