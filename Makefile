# The commands of the project; each is one line, and the README names them.

.PHONY: run build test test-shared check e2e fuzz fuzz-api mutants bench faults ci setup

# The product with an invented, living network, on http://127.0.0.1:8080.
run: build
	target/release/yizhan demo

# The release binary, assets embedded: target/release/yizhan.
build:
	scripts/setup run && cargo build --release --bin yizhan

# All tests; needs nothing but what scripts/setup test puts in place.
test:
	scripts/test

# The tests that read ../shared; says so and ends where that folder is missing.
test-shared:
	scripts/test-shared

# Formatting and lints of Rust, TypeScript and styles.
check:
	scripts/check

# Journeys in a browser against the release binary.
e2e: build
	scripts/e2e

# Every parser of outside bytes (CASES=…), then the API as each role (EXAMPLES=…), for long.
fuzz: build
	scripts/fuzz

# The API as each role against its own document.
fuzz-api: build
	scripts/fuzz api

# Which broken rules of grants and scope no test notices; takes an hour or two.
mutants:
	scripts/mutants

# One report of figures, each beside a baseline of the same run.
bench: build
	cargo run --release --bin yizhan-bench

# Every fault fifty times, and a report; the tests have each five times.
faults:
	scripts/faults

# What has to hold before a change is merged.
ci:
	.ci/run

# Everything that the tests drive.
setup:
	scripts/setup test
