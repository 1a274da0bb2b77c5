#!/bin/sh
# Runs one step of the Makefile, then says in one line how it ended and how long it took.
name=$1
shift
begun=$(date +%s)
"$@"
code=$?
took=$(($(date +%s) - begun))
if [ "$code" -eq 0 ]; then
    printf '  ok      %-32s %4s s\n' "$name" "$took"
else
    printf '  FAILED  %-32s %4s s   the lines above say why; again alone: %s\n' "$name" "$took" "$*" >&2
fi
exit "$code"
