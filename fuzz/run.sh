#!/bin/sh
# Runs the fuzz targets one after the other, TIME seconds each (60), or TARGET
# alone; see README.md. A finding ends its target, not the others.
set -u
cd "$(dirname "$0")" || exit 1
time=${TIME:-60}
targets=${TARGET:-normalize header cells csv cmap content font tables protocol profile marked xlsx pdf}
tools=$PWD/target/tools
PATH=$tools/bin:$PATH
export CARGO_INCREMENTAL=0

if ! rustup run nightly rustc --version >/dev/null 2>&1; then
    echo "NOT RUN: fuzzing needs a nightly compiler: rustup toolchain install nightly" >&2
    exit 1
fi
if ! command -v cargo-fuzz >/dev/null; then
    cargo install cargo-fuzz --locked --root "$tools" || exit 1
fi
if ! [ -d corpus ]; then
    python3 seeds.py || echo "WITHOUT SEEDS: fuzzing finds little without Python" >&2
fi

# Everything is safe Rust, in which the address sanitizer has nothing to find:
# without it there are several times as many executions.
fuzz() { cargo +nightly fuzz "$@"; }

# The words a target knows, and how long its inputs get.
words() {
    case $1 in
    normalize) echo thai.dict 400 ;;
    header | cells | csv) echo thai.dict 4000 ;;
    cmap) echo cmap.dict 4000 ;;
    font) echo cmap.dict 100000 ;;
    content) echo content.dict 8000 ;;
    tables) echo - 4000 ;;
    protocol) echo json.dict 200000 ;;
    profile) echo json.dict 60000 ;;
    pdf) echo pdf.dict 200000 ;;
    *) echo xml.dict 100000 ;;
    esac
}

found=
for target in $targets; do
    set -- $(words "$target")
    dictionary=
    [ "$1" = - ] || dictionary=-dict=dictionaries/$1
    mkdir -p "corpus/$target" "artifacts/$target"
    echo "== $target: $time s"
    fuzz build -s none "$target" || exit 1
    fuzz run -s none "$target" -- $dictionary "-max_len=$2" "-max_total_time=$time" \
        -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 || found="$found $target"
done
if [ -n "$found" ]; then
    echo "FOUND SOMETHING:$found (fuzz/artifacts)" >&2
    exit 1
fi
