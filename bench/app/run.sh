#!/bin/sh
# The figures of issue 2 about whole loads and sweeps, at ROWS people: run.sh PROGRAM DB-URL [ROWS].
# The store must be new (an absent SQLite file, an empty database); JIANZAI_KEYS for PostgreSQL.
# Prints wall, user, system seconds and the peak memory in KB of each step. On a machine with other
# work on it the processor seconds say more than the wall.
set -eu
program=$1 db=$2 rows=${3:-1000000}
here=$(dirname "$0")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

measured() {
    name=$1
    shift
    /usr/bin/time -f "$name: %e s wall, %U user, %S system, %M KB" "$@" >"$scratch/out" 2>"$scratch/err" || true
    tail -n 1 "$scratch/out"
    tail -n 1 "$scratch/err"
}

python3 "$here/gen_roster.py" "$rows" 1 >"$scratch/roster.csv"
"$program" init --demo-staff --date 2024-01-02 --db "$db" >/dev/null
measured import "$program" import roster "$scratch/roster.csv" --as manager@371000000000 \
    --purpose bench --date 2024-01-02 --db "$db"
measured verify "$program" audit verify --date 2024-01-02 --db "$db"
measured first-day "$program" day --date 2024-01-02 --db "$db"
measured second-day "$program" day --date 2024-01-03 --db "$db"
measured again "$program" day --date 2024-01-03 --db "$db"
