# Each line is something a person could type. `make` alone lists them.
LISTEN ?= 127.0.0.1:3000
# The demo's officials sign in with the password that `xueshi demo` prints; a real site asks them for a second factor.
SIGN_IN = --second-factor offered
# The demo city is invented, and so is who runs it.
WHOSE = --organiser 海河口市人力资源和社会保障局
# Learning records as PDF need a Chinese font: Debian's fonts-noto-cjk, where it is installed.
FONT = $(foreach font,$(wildcard /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc),--pdf-font $(font)\#2)
# Codes for phones appear at /dev/outbox, which is for this machine only.
CODES = $(if $(filter 127.0.0.1:%,$(LISTEN)),--codes outbox)

help:
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: ## everything, from tools to the demo city served on 127.0.0.1:3000 (LISTEN=… for another address)
	.ci/preflight $(LISTEN)
	.ci/tools
	.ci/build quick
	target/quick/xueshi demo --once
	target/quick/xueshi serve --listen $(LISTEN) $(CODES) $(SIGN_IN) $(WHOSE) $(FONT)

demo-fast: ## the same with the compressed policy: a whole check cycle in about a minute, in its own database
	.ci/preflight $(LISTEN)
	.ci/tools
	.ci/build quick
	target/quick/xueshi demo --once --empty --database sqlite:data/fast.db --profile compressed
	target/quick/xueshi serve --database sqlite:data/fast.db --profile compressed --listen $(LISTEN) $(CODES) $(SIGN_IN) $(WHOSE) $(FONT)

dev: ## like run, from a debug build: quick to build, slow to run
	.ci/preflight $(LISTEN)
	.ci/tools
	.ci/build dev
	target/debug/xueshi demo --once
	target/debug/xueshi serve --listen $(LISTEN) --site target/site-dev --public public $(CODES) $(SIGN_IN) $(WHOSE) $(FONT)

# `unit` has left target/debug/xueshi; building it alone would compile half of it again with other features.
test: ## everything below, in this order
	.ci/tools test
	$(MAKE) --no-print-directory lint check unit
	.ci/build site release
	.ci/weight
	.ci/journeys

lint: ## formatting, and clippy for the host and for the browser
	cargo fmt --all --check
	cargo clippy --quiet --workspace --all-targets
	cargo clippy --quiet -p app --lib --no-default-features --features hydrate --target wasm32-unknown-unknown

check: ## the invariants of server/ARCHITECTURE.md, proved by looking
	.ci/check

unit: ## rules, store on SQLite and a private PostgreSQL, server
	.ci/postgres run cargo test --workspace --no-fail-fast

weight: ## the browser's files against their budget
	.ci/build site release
	.ci/weight

journeys: ## real browsers against the real server
	.ci/build site release
	.ci/build server dev
	.ci/journeys

pictures: ## the pictures of the README, taken anew of the running product (needs what journeys builds)
	.ci/journeys --config pictures.config.ts --grep study
	CITY=living XUESHI_PROFILE=standard .ci/journeys --config pictures.config.ts --grep living

.PHONY: help run demo-fast dev test lint check unit weight journeys pictures
