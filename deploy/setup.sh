# Sourced by run, test and lock: makes .venv from a hash-locked file, once.
# Needs Python 3.11 to 3.13 with its bundled pip, and a package index. POSIX sh.

# Where the environment forbids bytecode files, each start compiles all it imports
# anew: 11 s of processor time for what a run imports, not 5.
unset PYTHONDONTWRITEBYTECODE

say() { printf '%s\n' "claimwatch: $*" >&2; }

die() {
    say "$*"
    exit 1
}

# A version manager's shim may exist and still not run, so each one is asked.
find_python() {
    for python in ${PYTHON:-} python3.12 python3.13 python3.11 python3 python; do
        if "$python" -c '
import sys
sys.exit(not (3, 11) <= sys.version_info < (3, 14))
import venv, ensurepip
' >/dev/null 2>&1; then
            printf '%s\n' "$python"
            return
        fi
    done
    die "no Python 3.11, 3.12 or 3.13 found; install one (Debian: apt install python3 python3-venv) or set PYTHON=/path/to/python3"
}

# What the environment was made from: lock, package definition and place.
stamp_of() {
    { cat "$1" pyproject.toml && pwd; } | cksum
}

has_pip() { .venv/bin/python -m pip --version >/dev/null 2>&1; }

install_locked() {
    # Bars on a terminal; elsewhere the names of 200 packages would only be noise.
    if [ -t 2 ]; then quiet=""; else quiet="--quiet"; fi
    # uv takes seconds where pip takes minutes; it comes from the same lock.
    awk '/^uv==/ { on = 1 } on { print } on && !/\\$/ { exit }' "$1" >.venv/uv.txt
    if .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --require-hashes --no-deps -r .venv/uv.txt &&
        .venv/bin/uv $quiet pip install --python .venv/bin/python --require-hashes -r "$1"; then
        return
    fi
    say "uv could not do it, taking pip (some minutes) ..."
    .venv/bin/python -m pip install --disable-pip-version-check \
        --progress-bar off --require-hashes -r "$1" ||
        die "the packages could not be installed; is there a network? Run the command again to go on."
}

# prepare LOCKFILE: makes .venv hold what LOCKFILE says; quick when it does already.
prepare() {
    stamp=".venv/stamp-$(basename "$1" .txt)"
    if [ -x .venv/bin/claimwatch ] &&
        [ "$(cat "$stamp" 2>/dev/null)" = "$(stamp_of "$1")" ]; then
        return
    fi
    if ! has_pip && { ! .venv/bin/python -m ensurepip >/dev/null 2>&1 || ! has_pip; }; then
        python=$(find_python) || exit 1
        say "making .venv with $("$python" --version) ..."
        "$python" -m venv --clear .venv || die "the virtual environment could not be made (Debian: apt install python3-venv)"
    fi
    say "installing the locked packages from $1 (650 MB on disk, less than a minute with a quick network) ..."
    install_locked "$1"
    # pip's hash mode takes no editable install, so the package comes on its own.
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --no-index --no-build-isolation --no-deps -e . || die "the package itself could not be installed"
    stamp_of "$1" >"$stamp"
    say "ready."
}
