#!/usr/bin/env bash
# Checks the tree of crates by deny.toml: known vulnerabilities, licences, bans,
# and where crates come from. Needs cargo-deny, which it installs under target/
# where there is none (some minutes, once; unoptimized, which is built sooner), and
# the advisory database from the network. Without them it says loudly what was not
# run, runs what can be, and goes on; what is found fails.
set -euo pipefail
cd "$(dirname "$0")/../.."

VERSION=0.20.2

not_run() {
	echo "NOT RUN: $1" >&2
}

deny=$(command -v cargo-deny || true)
if [ -z "$deny" ]; then
	deny=target/tools/bin/cargo-deny
	[ -x "$deny" ] ||
		cargo install cargo-deny --debug --locked --version "$VERSION" --root target/tools --quiet || {
		not_run "the crates were not checked: cargo-deny could not be installed"
		exit 0
	}
fi

# A database from an earlier run is better than none.
"$deny" fetch db 2>/dev/null ||
	not_run "the newest advisories could not be fetched (is there a network?)"

failed=0
for manifest in Cargo.toml fuzz/Cargo.toml; do
	[ -f "$manifest" ] || continue
	# All platforms' crates are looked at, and so are fetched.
	if ! said=$(cargo fetch --locked --manifest-path "$manifest" 2>&1); then
		case $said in
		*"lock file"*)
			echo "$manifest: its Cargo.lock is out of date: $said" >&2
			failed=1
			continue
			;;
		esac
		if ! cargo metadata --locked --offline --format-version 1 --manifest-path "$manifest" >/dev/null 2>&1; then
			not_run "the crates of $manifest were not checked: they could not be fetched"
			continue
		fi
	fi
	check() {
		"$deny" --log-level error --manifest-path "$manifest" --locked --offline --config deny.toml check --hide-inclusion-graph "$@"
	}
	check licenses bans sources || failed=1
	if [ -n "$(find target/tools/advisories -name 'RUSTSEC-*' -print -quit 2>/dev/null)" ]; then
		check advisories || failed=1
	else
		not_run "the crates of $manifest were not checked for known vulnerabilities: there is no advisory database here"
	fi
done
exit "$failed"
