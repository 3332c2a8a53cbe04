# Sourced by ./test and tools/with-postgres: a PostgreSQL server of our own in a temporary folder. It listens on a Unix
# socket there and nowhere else, runs as the user postgres when we are root, and no cluster of the system is touched.
#
#   postgres_start [fsync=on]   sets JIANZAI_TEST_PG, a postgresql:// URL of a superuser in the database "jianzai"
#   postgres_stop               ends the server and removes the folder

postgres_as() { # COMMAND...: as the server's user
    if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

postgres_start() { # [SETTING...]
    local setting options
    postgres_bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    [ -n "$postgres_bin" ] || postgres_bin=$(dirname "$(command -v initdb)" 2>/dev/null)
    [ -x "$postgres_bin/initdb" ] || { echo "no PostgreSQL server programs found" >&2; return 1; }
    postgres_dir=$(mktemp -d "${TMPDIR:-/tmp}/jzpg.XXXXXX") || return 1
    [ "$(id -u)" -ne 0 ] || chown postgres: "$postgres_dir"
    options="-c listen_addresses= -c unix_socket_directories=$postgres_dir -c max_connections=200 -c fsync=off"
    for setting; do options+=" -c $setting"; done
    (
        cd "$postgres_dir" || exit 1
        postgres_as "$postgres_bin/initdb" -D "$postgres_dir/data" -U jianzai -A trust -E UTF8 --locale=C --no-sync \
            >"$postgres_dir/initdb.log" 2>&1 &&
            postgres_as "$postgres_bin/pg_ctl" -D "$postgres_dir/data" -l "$postgres_dir/server.log" -w -t 60 \
                -o "$options" start >/dev/null </dev/null &&
            "$postgres_bin/createdb" -h "$postgres_dir" -U jianzai jianzai
    ) || {
        cat "$postgres_dir"/*.log >&2
        postgres_stop
        return 1
    }
    PATH=$postgres_bin:$PATH # Debian's psql is a script that looks for this one, for longer than it runs
    export JIANZAI_TEST_PG="postgresql:///jianzai?host=$postgres_dir&user=jianzai"
}

postgres_stop() {
    [ -n "${postgres_dir:-}" ] || return 0
    (cd / && postgres_as "$postgres_bin/pg_ctl" -D "$postgres_dir/data" -m immediate stop >/dev/null 2>&1)
    rm -rf "$postgres_dir"
    postgres_dir=
    unset JIANZAI_TEST_PG
}
