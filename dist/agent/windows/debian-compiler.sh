#!/usr/bin/env bash
# Debian's own newer compiler with the source of its standard library, unpacked into a folder: debian-compiler.sh FOLDER
#
# Compiler and source come from one source package, so they always fit. Nothing is installed. Ends with 3 when they are not to be had.
set -euo pipefail
work=$(mkdir -p "$1" && realpath "$1")
[ -x "$work/usr/bin/rustc" ] && [ -x "$work/usr/bin/cargo" ] && exit 0
command -v apt-get >/dev/null || exit 3
mkdir -p "$work/debs"
cd "$work/debs"
libstd=$(apt-cache pkgnames libstd-rust-web-1 | grep -v dev | sort -V | tail -n 1)
[ -n "$libstd" ] || exit 3
# What the compiler and cargo themselves load, whatever its numbers are today.
needed=$(apt-cache depends rustc-web cargo-web "$libstd" libstd-rust-web-dev | awk '/ Depends: lib/ { print $2 }' |
    grep -E '^lib(llvm|git2|mbed|http-parser|std-rust)' | sort -u)
# shellcheck disable=SC2086 # a list of names
apt-get -o APT::Sandbox::User=root -qq download rustc-web cargo-web rust-web-src "$libstd" libstd-rust-web-dev $needed || exit 3
for deb in ./*.deb; do dpkg-deb -x "$deb" "$work"; done
rm -rf "$work/debs"
[ -x "$work/usr/bin/rustc" ] && [ -x "$work/usr/bin/cargo" ]
