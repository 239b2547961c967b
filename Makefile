# The commands of the project. `make run` and `make test` need nothing but Rust.

# The sample batch has three files that cannot be read on purpose, and so ends
# with exit code 2, as the README says.
SAMPLE_EXIT := 2

.PHONY: run test check deny fuzz torture bless fixtures bench bench-check

run:
	cargo build --release --locked
	@./target/release/ruam ingest fixtures/submissions --manifest fixtures/submissions/manifest.csv --out out; \
	code=$$?; echo "exit code $$code"; test $$code -eq $(SAMPLE_EXIT)

test:
	cargo test --locked

# The tests with `--features parquet` build the program with it, which the line
# after them runs.
check:
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings
	cargo clippy --locked --lib -- --cfg fuzzing -D warnings
	$(MAKE) test
	tests/page/check.sh
	cargo clippy --locked --lib --bins --test export --features parquet -- -D warnings
	cargo test --locked --features parquet --test export
	@if command -v python3 >/dev/null; then python3 tests/export/compare.py target/debug/ruam; \
	else echo "NOT RUN: Parquet was not compared with other formats: there is no Python" >&2; fi
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps
	$(MAKE) deny
	$(MAKE) bench-check

# Known vulnerabilities, licences and sources of the crates: deny.toml.
deny:
	tests/deny/check.sh

# N mutants of every format through the program, and 100 hostile files among
# 1,000 good ones. SEED=… draws others, FORMAT=… makes those of one format only,
# JOBS=… says how many programs run at once. What is worth a look is kept in
# target/torture.
N := 1000

torture:
	cargo build --profile traced --locked
	PROGRAM=$(CURDIR)/target/traced/ruam TORTURE=$(N) cargo test --locked --test torture -- --nocapture

# Rewrites what tests compare with: the pages of the rules and of the tables, and
# the snapshots.
# Read the diff before you commit it.
bless:
	BLESS=1 cargo test --locked --test rules every_page_shows
	BLESS=1 cargo test --locked --test export the_page_of_the_tables
	INSTA_UPDATE=always INSTA_FORCE_PASS=1 cargo test --locked --test cli --test ask

# Makes the workbooks and PDFs under fixtures/ anew. What each script needs is
# said at its head.
fixtures:
	python3 fixtures/make.py
	python3 fixtures/rules/files/make.py
	python3 fixtures/rules/twins.py
	python3 fixtures/agency/make.py
	python3 fixtures/pdf/make.py
	python3 fixtures/marked/make.py
	python3 fixtures/regress/make.py

# What benches/README.md describes. Needs the documents beside the project, and
# makes Python environments under target/ where there are none.
THAI := target/thai/venv/bin/python

bench: $(THAI)
	cargo bench --locked --bench tables -- --peers
	cargo build --release --locked
	$(THAI) benches/thai/compare.py target/release/ruam ../shared/corpus/thai
	python3 benches/speed.py target/release/ruam --setup --growth

# Counts instructions, and fails where they are more than 5 % above those that
# benches/counts.json has; RECORD=1 writes that file.
bench-check:
	@if command -v python3 >/dev/null; then python3 benches/counts.py $(if $(RECORD),--record); \
	else echo "NOT RUN: instructions were not counted: there is no Python" >&2; fi

$(THAI):
	python3 benches/thai/compare.py --setup

# Runs the fuzz targets, TIME seconds each, or TARGET alone; fuzz/README.md says
# how. The program itself makes some of the seeds.
fuzz:
	cargo build --release --locked
	TIME="$(TIME)" TARGET="$(TARGET)" fuzz/run.sh
