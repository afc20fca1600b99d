#!/usr/bin/env bash
# A Rust toolchain that can build for Windows, on Debian: std-from-source.sh FOLDER TARGET
#
# The standard library is built once from Debian's packaged source of the very compiler that is installed. The machine's own
# package sources stay as they are: the suite that has the source is asked by lists of its own. FOLDER/tc is the toolchain, made
# of hard links. Ends with 3 when Debian has no such source.
set -euo pipefail
work=$(mkdir -p "$1" && realpath "$1")
target=$2
suite=trixie-backports
version=$(rustc -V | cut -d' ' -f2)

command -v apt-get >/dev/null || exit 3
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | grep -E '/debian/?$' | sort -u | head -n 1)
[ -n "$mirror" ] || exit 3
mkdir -p "$work/apt/lists/partial" "$work/apt/cache/archives/partial"
cd "$work/apt"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" > sources.list
apt=(-o "Dir::Etc::sourcelist=$PWD/sources.list" -o Dir::Etc::sourceparts=/dev/null -o "Dir::State::lists=$PWD/lists"
    -o "Dir::Cache=$PWD/cache" -o APT::Sandbox::User=root)
apt-get "${apt[@]}" -qq update || exit 3
package=$(apt-cache "${apt[@]}" madison rust-src | awk -v version="$version" '$3 ~ "^" version "[+-]" { print $3; exit }')
[ -n "$package" ] || exit 3
apt-get "${apt[@]}" -qq download "rust-src=$package" || exit 3
rm -rf "$work/library"
dpkg-deb --fsys-tarfile rust-src_*.deb | tar -x -C "$work" --strip-components=4 "./usr/src/rustc-$version/library"

# The folder of the installed toolchain may be a link: its own files would be changed then.
rm -rf "$work/tc"
cp -al "$(realpath "$(rustc --print sysroot)")" "$work/tc" 2>/dev/null || cp -a "$(realpath "$(rustc --print sysroot)")" "$work/tc"
rm -rf "$work/tc/lib/rustlib/src"
mkdir -p "$work/tc/lib/rustlib/src/rust"
ln -sfn "$work/library" "$work/tc/lib/rustlib/src/rust/library"

rm -rf "$work/empty"
mkdir -p "$work/empty/src"
cd "$work/empty"
: > src/lib.rs
cat > Cargo.toml <<'TOML'
cargo-features = ["profile-rustflags"]
[package]
name = "empty"
version = "0.1.0"
edition = "2024"
[workspace]
# A program that aborts on panic takes only a runtime that was built to.
[profile.release.package.panic_abort]
rustflags = ["-Cpanic=abort"]
TOML
# Bitcode, so that the agent can be made small across crates. Rustup names a folder to load from, and with it the compiler would load the
# parts of the installed one, and look for libraries beside those.
env -u CARGO_TARGET_DIR -u RUSTC -u LD_LIBRARY_PATH RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Cembed-bitcode=yes" PATH="$work/tc/bin:$PATH" \
    cargo build -q --release --target "$target" -Zbuild-std=std,panic_unwind,panic_abort,test,proc_macro
lib="$work/tc/lib/rustlib/$target/lib"
rm -rf "$lib"
mkdir -p "$lib"
cp target/"$target"/release/deps/*.rlib "$lib"/
rm -f "$lib"/libempty-*
rm -rf target
