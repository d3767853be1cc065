#!/bin/sh
# Sees that PgBouncer is there for the proof that institutions stay apart behind a transaction pooler: installs it
# where that is permitted, else says what to install. MENTORING_NO_POOLER=1 leaves that proof out, loudly.
set -eu

# the distribution puts it where only administrators look
PATH="$PATH:/usr/sbin:/usr/local/sbin"

if [ "${MENTORING_NO_POOLER:-}" = "1" ]; then
    echo "=============================================================================="
    echo "MENTORING_NO_POOLER=1: institutions behind a transaction pooler are NOT tested."
    echo "=============================================================================="
    exit 0
fi

for name in "${MENTORING_PGBOUNCER:-}" pgbouncer; do
    [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done

if [ "$(id -u)" = "0" ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo"; else as_root="no"; fi

if [ "$as_root" != "no" ] && command -v apt-get >/dev/null 2>&1; then
    echo "PgBouncer is missing: installing it from the distribution's packages."
    $as_root apt-get update -qq
    # the tests start one of their own; the distribution's is not to listen
    DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 $as_root apt-get install -y -qq --no-install-recommends pgbouncer >/dev/null
elif [ "$as_root" != "no" ] && command -v dnf >/dev/null 2>&1; then
    $as_root dnf install -y -q pgbouncer
fi

command -v pgbouncer >/dev/null 2>&1 && exit 0

echo "The proof behind a transaction pooler needs PgBouncer, and it could not be installed here."
echo "Install it with your package manager (apt-get install pgbouncer; dnf install pgbouncer),"
echo "or name one with MENTORING_PGBOUNCER=/path/to/pgbouncer, or leave this proof out with MENTORING_NO_POOLER=1."
exit 1
