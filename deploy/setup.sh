#!/bin/sh
# The set-up both `make run` and `make test` use: .venv, requirements and a Redis, all below this folder.
# Each step prints one line with its time; the first that fails says why and what mends it.
# Usage: sh deploy/setup.sh run|dev|learn
set -u
cd "$(dirname "$0")/.." || exit 1
mode=${1:-run}
py=.venv/bin/python
now() { date +%s; }
begun=$(now)

step() { printf '  ok      %-32s %4s s\n' "$1" "$(($(now) - begun))"; begun=$(now); }
stop() { printf '  FAILED  %s\n          mend: %s\n' "$1" "$2" >&2; exit 1; }

# A Python that can be used prints its version; one without venv prints "novenv X.Y"; another prints nothing.
probe='
import sys
if (3, 11) <= sys.version_info[:2] <= (3, 14) and sys.implementation.name == "cpython":
    name = "%d.%d" % sys.version_info[:2]
    try:
        import ensurepip, venv
        print(name)
    except ImportError:
        print("novenv", name)
'

find_python() {
    novenv=""
    for candidate in ${PYTHON:+"$PYTHON"} python3.14 python3.13 python3.12 python3.11 python3 python; do
        found=$("$candidate" -c "$probe" 2>/dev/null) || continue
        case $found in
        novenv*) novenv=${novenv:-${found#novenv }} ;;
        3.*) echo "$candidate"; return 0 ;;
        esac
    done
    [ -n "$novenv" ] && stop "Python $novenv is here but cannot make a virtual environment" \
        "install its venv package (Debian, Ubuntu: apt-get install python$novenv-venv), then run make again"
    stop "no CPython 3.11 to 3.14 was found on PATH" \
        "install one (Debian, Ubuntu: apt-get install python3 python3-venv), or name it: PYTHON=/path/to/python make run"
}

venv_works() {
    [ -x "$py" ] && "$py" -c 'import sys, pip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null
}

if ! venv_works; then
    # Apart from the assignment, for a stop inside $( ) ends only the subshell.
    python=$(find_python) || exit 1
    said=$("$python" -m venv --clear .venv 2>&1) || {
        printf '%s\n' "$said" | tail -5 >&2
        stop "$python could not make .venv in $(pwd)" "is this folder writable, and is there room on the disk (df -h .)?"
    }
    step "virtual environment, $("$py" -V)"
fi

install() { # install STAMP FILE...
    stamp=.venv/$1
    shift
    wanted=$(cat "$@" | cksum)
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return 0
    list=""
    for file in "$@"; do list="$list -r $file"; done
    # shellcheck disable=SC2086  # a list of options without spaces in them
    if ! "$py" -m pip install --disable-pip-version-check --quiet $list >.venv/setup.log 2>&1; then
        tail -8 .venv/setup.log >&2
        stop "pip could not install $*" \
            "the lines above say why (all of them: .venv/setup.log); without a way to the package index set PIP_INDEX_URL to your mirror"
    fi
    printf '%s' "$wanted" >"$stamp"
    step "packages of $*"
}

install stamp-run requirements.txt
[ "$mode" != run ] && install stamp-dev requirements.txt requirements-dev.txt
[ "$mode" = learn ] && install stamp-learn requirements.txt requirements-dev.txt requirements-learn.txt

# Says by itself what is wrong and what mends it.
said=$("$py" -m hotline.embedded.fetch_redis) || exit 1
step "$said"
