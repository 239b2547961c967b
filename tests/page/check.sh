#!/usr/bin/env bash
# Opens the pages that `cargo test --test page` kept in a browser: see
# check.mjs. Needs Node with npm and a Chromium; what else it needs it installs
# under target/. Says loudly where it was not run. With the argument `pictures` it
# leaves pictures of every page beside the pages.
set -euo pipefail
cd "$(dirname "$0")/../.."

not_run() {
	echo "NOT RUN: report.html was not opened in a browser: $1" >&2
	exit 0
}

command -v node >/dev/null && command -v npm >/dev/null || not_run "there is no Node with npm"
browser=${CHROMIUM:-}
for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
	browser=${browser:-$(command -v "$name" || true)}
done
[ -n "$browser" ] || not_run "there is no Chromium (CHROMIUM=… names one)"

tools=target/page
mkdir -p "$tools"
cp tests/page/package.json "$tools/"
[ -d "$tools/node_modules/axe-core" ] && [ -d "$tools/node_modules/puppeteer-core" ] ||
	npm install --prefix "$tools" --no-audit --no-fund --no-package-lock --loglevel=error ||
	not_run "npm could not install puppeteer-core and axe-core"

cargo test --locked --quiet --test page
node tests/page/check.mjs "$browser" "$tools" target/tmp/page "$@"
