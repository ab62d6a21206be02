"""What a shell can complete, taken from the parsers themselves: the verbs with their options, choices and files.

A script is written for each shell once; it asks nothing of an archive, so that Tab never waits.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.cli.arguments import Parser

FILES = ("FILE", "PATH", "DIR", "LEFT", "RIGHT")
"""What stands for a file in the help: bash's own names are completed there."""
SHELLS = ("bash", "zsh", "fish")


@dataclass(frozen=True, slots=True)
class Option:
    """An option: its names, what its value may be, and its line of help. `value`: does it take one?"""

    names: tuple[str, ...]
    help: str
    value: bool
    choices: tuple[str, ...]
    files: bool


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb with its options; `choices`: of its first word; `files`: does any of its words name one?"""

    name: str
    help: str
    options: tuple[Option, ...]
    choices: tuple[str, ...]
    files: bool


def verb_of(name: str, parser: Parser, about: str) -> Verb:
    """What can be completed behind a verb."""
    words = [action for action in parser._actions if not action.option_strings]  # noqa: SLF001 # argparse lists them nowhere else
    options = tuple(_option(action) for action in parser._actions if action.option_strings)  # noqa: SLF001 # as above
    first = words[0].choices if words else None
    return Verb(name, about, options, tuple(map(str, first or ())), any(_is_file(word) for word in words))


def _option(action: argparse.Action) -> Option:
    return Option(
        names=tuple(action.option_strings),
        help=action.help or "",
        value=action.nargs != 0,
        choices=tuple(map(str, action.choices or ())),
        files=_is_file(action),
    )


def _is_file(action: argparse.Action) -> bool:
    shown = action.metavar if isinstance(action.metavar, str) else action.dest
    return bool(re.match("|".join(FILES), shown.upper()))


def script(shell: str, verbs: Sequence[Verb], common: Sequence[Option]) -> str:
    """The script of that shell. `common`: the options that stand before the verb."""
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell](verbs, common)


def _names(options: Iterable[Option]) -> str:
    return " ".join(name for option in options for name in option.names)


def _bash(verbs: Sequence[Verb], common: Sequence[Option]) -> str:
    """One function; `case` and no associative arrays, for the bash 3.2 of macOS."""
    first = " ".join(verb.name for verb in verbs)
    valued = "|".join(name for option in common if option.value for name in option.names)
    values = [line for verb in verbs for option in verb.options if option.value for line in _bash_value(verb, option)]
    return "\n".join(
        [
            '# eval "$(baogao completion bash)"',
            "_baogao_files() {",
            "    local IFS=$'\\n'",
            "    compopt -o filenames 2>/dev/null",
            '    COMPREPLY=($(compgen -f -- "$1"))',
            "}",
            "_baogao() {",
            '    local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" verb="" at=1',
            "    COMPREPLY=()",
            "    while [ $at -lt $COMP_CWORD ]; do",
            '        case "${COMP_WORDS[at]}" in',
            f"            {valued}) at=$((at + 1)) ;;",
            "            -*) ;;",
            '            *) verb="${COMP_WORDS[at]}"; break ;;',
            "        esac",
            "        at=$((at + 1))",
            "    done",
            '    case "$verb $prev" in',
            *[f"        {line}" for option in common if option.value for line in _bash_value(None, option)],
            *[f"        {line}" for line in values],
            "    esac",
            '    case "$verb" in',
            f'        "") COMPREPLY=($(compgen -W "{first} {_names(common)}" -- "$cur")) ;;',
            *[f"        {line}" for verb in verbs for line in _bash_verb(verb)],
            "    esac",
            "}",
            "complete -F _baogao baogao",
            "",
        ]
    )


def _bash_value(verb: Verb | None, option: Option) -> list[str]:
    where = "|".join(f'"{verb.name if verb else ""} {name}"' for name in option.names)
    if option.choices:
        return [f'{where}) COMPREPLY=($(compgen -W "{" ".join(option.choices)}" -- "$cur")); return ;;']
    return [f'{where}) _baogao_files "$cur"; return ;;' if option.files else f"{where}) return ;;"]


def _bash_verb(verb: Verb) -> list[str]:
    lines = [f'{verb.name}) case "$cur" in', f'    -*) COMPREPLY=($(compgen -W "{_names(verb.options)}" -- "$cur")) ;;']
    if verb.choices:
        files = ' else _baogao_files "$cur";' if verb.files else ""
        words = f'COMPREPLY=($(compgen -W "{" ".join(verb.choices)}" -- "$cur"))'
        lines.append(f'    *) if [ "$prev" = "{verb.name}" ]; then {words};{files} fi ;;')
    elif verb.files:
        lines.append('    *) _baogao_files "$cur" ;;')
    return [*lines, "    esac ;;"]


def _zsh(verbs: Sequence[Verb], common: Sequence[Option]) -> str:
    listed = [f"        {_quoted(f'{verb.name}:{_plain(verb.help)}')}" for verb in verbs]
    cases = [line for verb in verbs for line in _zsh_verb(verb)]
    return "\n".join(
        [
            "#compdef baogao",
            '# eval "$(baogao completion zsh)", behind compinit',
            "_baogao() {",
            "    local curcontext=$curcontext state line",
            "    local -a verbs",
            "    verbs=(",
            *listed,
            "    )",
            f"    _arguments -C {' '.join(map(_zsh_option, common))} '1: :->verb' '*:: :->rest'",
            "    case $state in",
            "        verb) _describe baogao verbs ;;",
            "        rest) case $words[1] in",
            *[f"            {line}" for line in cases],
            "        esac ;;",
            "    esac",
            "}",
            "compdef _baogao baogao",
            "",
        ]
    )


def _zsh_verb(verb: Verb) -> list[str]:
    first = f" '1: :({' '.join(verb.choices)})'" if verb.choices else ""
    rest = " '*: :_files'" if verb.files else ""
    return [f"{verb.name}) _arguments {' '.join(map(_zsh_option, verb.options))}{first}{rest} ;;"]


def _zsh_option(option: Option) -> str:
    value = ""
    if option.value:
        value = f": :({' '.join(option.choices)})" if option.choices else ": :_files" if option.files else ": : "
    return " ".join(_quoted(f"{name}[{_plain(option.help)}]{value}") for name in option.names)


def _fish(verbs: Sequence[Verb], common: Sequence[Option]) -> str:
    lines = ["# baogao completion fish | source", "complete -c baogao -f"]
    lines += [
        f"complete -c baogao -n __fish_use_subcommand -a {verb.name} -d {_quoted(_plain(verb.help))}" for verb in verbs
    ]
    lines += [_fish_option("__fish_use_subcommand", option) for option in common]
    for verb in verbs:
        seen = f"'__fish_seen_subcommand_from {verb.name}'"
        lines += [_fish_option(seen, option) for option in verb.options]
        lines += [f"complete -c baogao -n {seen} -a {_quoted(' '.join(verb.choices))}"] if verb.choices else []
        lines += [f"complete -c baogao -n {seen} -F"] if verb.files else []
    return "\n".join(lines) + "\n"


def _fish_option(when: str, option: Option) -> str:
    names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names)
    value = ""
    if option.value:
        value = f" -x -a {_quoted(' '.join(option.choices))}" if option.choices else " -r -F" if option.files else " -x"
    return f"complete -c baogao -n {when} {names}{value} -d {_quoted(_plain(option.help))}"


def _plain(text: str) -> str:
    """A line of help without what shells take for their own."""
    return re.sub(r"[\[\]:'\\\"`$\n]", " ", text)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
