#!/bin/sh
# Sees that a Chromium is there for the browser tests: installs it where that is permitted,
# else says what to install. MENTORING_NO_BROWSER=1 leaves the browser tests out, loudly.
set -eu

if [ "${MENTORING_NO_BROWSER:-}" = "1" ]; then
    echo "=============================================================================="
    echo "MENTORING_NO_BROWSER=1: the browser and accessibility tests are NOT run."
    echo "=============================================================================="
    exit 0
fi

for name in "${MENTORING_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done

if [ "$(id -u)" = "0" ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo"; else as_root="no"; fi

if [ "$as_root" != "no" ] && command -v apt-get >/dev/null 2>&1; then
    echo "Chromium is missing: installing it from the distribution's packages."
    $as_root apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium fonts-liberation >/dev/null
elif [ "$as_root" != "no" ] && command -v dnf >/dev/null 2>&1; then
    $as_root dnf install -y -q chromium liberation-fonts
fi

for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done

echo "The browser tests need Chromium, and it could not be installed here."
echo "Install it with your package manager (Debian: apt-get install chromium; Fedora: dnf install chromium),"
echo "or name one with MENTORING_CHROMIUM=/path/to/chromium, or leave these tests out with MENTORING_NO_BROWSER=1."
exit 1
