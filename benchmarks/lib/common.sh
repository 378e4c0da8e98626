# Sourced by the scripts beside this folder. Bash; needs /proc.
set -euo pipefail
LC_ALL=C.UTF-8
export LC_ALL

here=$(CDPATH='' cd -- "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
root=$(dirname "$here")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
started=()
work=

say() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }
die() {
    say "$@"
    exit 2
}

# Ends what was started here, and only that, and clears away what it wrote.
clean_up() {
    for pid in "${started[@]}"; do
        kill "$pid" 2>/dev/null || :
    done
    for pid in "${started[@]}"; do
        wait "$pid" 2>/dev/null || :
    done
    if [ -n "$work" ] && [ -z "${KEEP:-}" ]; then
        rm -rf "$work"
    fi
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# work_folder DIR: a new folder below DIR for all that is written.
work_folder() {
    mkdir -p "$1"
    work=$(mktemp -d "$1/unbroken-benchmark.XXXXXX")
}

# Builds server and benchmarks. BENCHMARK_NO_BUILD=1 runs what was built last; MVN names another Maven.
build() {
    if [ "${BENCHMARK_NO_BUILD:-}" != 1 ]; then
        say 'building'
        "${MVN:-$root/mvnw}" -f "$root/pom.xml" -q -B -ntp -Pquick -pl benchmarks -am package >&2
    fi
    jars=$here/target/benchmarks/benchmarks.jar:$here/target/benchmarks/lib/*:$root/deploy/target/unbroken/unbroken.jar
    [ -f "$here/target/benchmarks/benchmarks.jar" ] || die 'nothing is built'
    # What was just built is not built again.
    export UNBROKEN_NO_BUILD=1
}

# What the figures were taken on: they mean nothing without it.
machine() {
    printf 'date     %s\n' "$(date -u +%Y-%m-%dT%H:%MZ)"
    printf 'cores    %s × %s\n' "$(nproc)" "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
    printf 'memory   %s MiB\n' "$(awk '/MemTotal/ {print int($2 / 1024)}' /proc/meminfo)"
    printf 'kernel   %s\n' "$(uname -r)"
    printf 'jdk      %s\n' "$("$java" -version 2>&1 | sed -n 2p)"
    printf 'load     %s (1, 5, 15 minutes, before the run)\n' "$(cut -d' ' -f1-3 /proc/loadavg)"
    if [ -n "$work" ]; then
        printf 'disk     %s on %s\n' "$(stat -f -c %T "$work")" "$(df --output=source "$work" | tail -n 1)"
        printf 'synced   %s\n' "$(dd if=/dev/zero of="$work/synced" bs=8M count=32 oflag=dsync 2>&1 | tail -n 1 | sed 's/.*, //') written in pieces of 8 MiB with O_DSYNC"
        rm -f "$work/synced"
    fi
}

# await_line FILE SED-EXPRESSION: prints what the expression finds, once it does.
await_line() {
    local found
    for _ in $(seq 1 600); do
        found=$(sed -n "$2" "$1" | head -n 1)
        if [ -n "$found" ]; then
            printf '%s\n' "$found"
            return
        fi
        sleep 0.2
    done
    die "$1 never said what was waited for; it ends: $(tail -n 3 "$1")"
}

# start_unbroken DATA [CONFIG LINE…]: sets unbroken_pid, upload_url, console_url, dock_token, operator_token.
start_unbroken() {
    local data=$1
    shift
    mkdir -p "$data"
    printf '%s\n' "$@" >"$data.conf"
    "$root/unbroken" serve --config "$data.conf" --data "$data" --upload-port 0 --console-port 0 \
        >"$data.out" 2>"$data.err" &
    unbroken_pid=$!
    started+=("$unbroken_pid")
    upload_url=$(await_line "$data.out" 's/^upload //p')
    console_url=$(await_line "$data.out" 's/^console //p')
    dock_token=$("$root/unbroken" token issue --data "$data" --role dock --name benchmark 2>>"$data.err")
    operator_token=$("$root/unbroken" token issue --data "$data" --role operator --name benchmark 2>>"$data.err")
}

# stop PID
stop() {
    kill "$1" 2>/dev/null || :
    wait "$1" 2>/dev/null || :
}

# metric NAME: its value, or the sum over its labels.
metric() {
    curl -fsS -H "Authorization: Bearer $operator_token" "${console_url}metrics" |
        awk -v name="$1" '$1 == name || index($1, name "{") == 1 {sum += $NF} END {print sum + 0}'
}

# load MAIN-CLASS ARGUMENT…: the client. Small heap, quick to start: it shares the cores with the server.
load() {
    local main=$1
    shift
    "$java" -Xms256m -Xmx256m -XX:MaxDirectMemorySize=512m -XX:+UseSerialGC -cp "$jars" "org.unbroken.benchmarks.load.$main" "$@"
}

# cpu_seconds PID: of the process, what it started, and what of that has ended.
cpu_seconds() {
    local tree=$1 level=$1 pid
    while [ -n "$level" ]; do
        local below=
        for pid in $level; do
            below="$below $(cat "/proc/$pid/task/"*/children 2>/dev/null || :)"
        done
        level=$(echo $below)
        tree="$tree $level"
    done
    for pid in $tree; do
        cat "/proc/$pid/stat" 2>/dev/null || :
    done | sed 's/.*) //' | awk -v hz="$(getconf CLK_TCK)" '{ticks += $12 + $13 + $14 + $15} END {printf "%.2f\n", ticks / hz}'
}

# cpu_seconds_of_threads PID PREFIX: of those threads of the process that are still there.
cpu_seconds_of_threads() {
    cat "/proc/$1/task/"*/stat 2>/dev/null | grep -F "($2" | sed 's/.*) //' |
        awk -v hz="$(getconf CLK_TCK)" '{ticks += $12 + $13} END {printf "%.2f\n", ticks / hz}'
}

# calc EXPRESSION: awk's arithmetic, to two decimals.
calc() { awk "BEGIN {printf \"%.2f\", $1}"; }

# median VALUE…
median() {
    printf '%s\n' "$@" | sort -n | awk '{v[NR] = $1} END {print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2)}'
}
