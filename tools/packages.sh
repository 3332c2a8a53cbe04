# Sourced by ./run and ./test: need_packages PART... makes sure that the packages of
# tools/packages.txt for these parts are there. Nothing missing: no call to apt at all, so it works
# offline. Root or password-less sudo: installs what is missing. Otherwise, or on another system,
# says what is needed and returns 1.

packages_of() { # PART...: "package command" lines
    local part
    for part; do awk -v part="$part" '!/^#/ && $2 == part {print $1, $3}' "$top/tools/packages.txt"; done
}

missing_packages() { # PART...
    local package command
    packages_of "$@" | while read -r package command; do
        [ -n "$command" ] && command -v "$command" >/dev/null 2>&1 && continue
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] && continue
        echo "$package"
    done
}

# Debian's server package makes a main cluster and starts it; the tests want only the programs.
no_main_cluster() { # AS_ROOT...
    local conf=/etc/postgresql-common/createcluster.conf
    "$@" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql-common || return 1
    "$@" sed -i -E "s/^#?create_main_cluster.*/create_main_cluster = false/" "$conf"
}

need_packages() { # PART...
    local as_root=() missing
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        command -v cmake >/dev/null && command -v ninja >/dev/null && return 0 # the build says what else it lacks
        echo "This needs what Debian 12 calls: $(packages_of "$@" | cut -d' ' -f1 | tr '\n' ' ')" >&2
        return 1
    fi
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -eq 0 ] && return 0
    if [ "$(id -u)" -ne 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            echo "Packages are missing. Please run: sudo apt-get install ${missing[*]}" >&2
            return 1
        fi
        as_root=(sudo)
    fi
    echo "-- installing ${missing[*]}" >&2
    "${as_root[@]}" apt-get update -qq || echo "-- the package list could not be renewed" >&2
    if [[ " ${missing[*]} " == *" postgresql "* ]]; then
        no_main_cluster "${as_root[@]}" >&2 || return 1
    fi
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}
