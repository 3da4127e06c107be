# The commands of the project; each is one line, and the README names them.

.PHONY: run build test test-shared fuzz check e2e bench ci setup

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

# The fuzz targets of every parser of outside bytes, for as many cases as one likes.
fuzz:
	scripts/fuzz

# Formatting and lints of Rust, TypeScript and styles.
check:
	scripts/check

# Journeys in a browser against the release binary.
e2e: build
	scripts/e2e

# One report of figures, each beside a baseline of the same run.
bench: build
	cargo run --release --bin yizhan-bench

# What has to hold before a change is merged.
ci:
	.ci/run

# Everything that the tests drive.
setup:
	scripts/setup test
