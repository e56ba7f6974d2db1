# Lathe's few targets. `make demo` and `make test` are the two to begin with.

PREFIX ?= /usr/local
DESTDIR ?=
FUZZ_SECONDS ?= 60
# The master of `make bench`.
MASTER ?= Fixtures/music.flac

# Swift's crash reporter may hang in a container.
export SWIFT_BACKTRACE ?= enable=no

# One set of flags for each configuration, so that nothing is built twice. The released binary carries Swift's own
# libraries: it runs where no toolchain is, and starts 12 ms sooner.
DEBUG := -Xswiftc -warnings-as-errors
RELEASE := --configuration release --static-swift-stdlib --product lathe -Xswiftc -warnings-as-errors

SWIFT := swift
DEMO := lathe-demo
LAID_OUT := Sources Tests Benchmarks Examples Package.swift
# Where every public declaration must be documented: one more rule than elsewhere.
DOCUMENTED := $(addprefix Sources/,Lathe LatheMedia LathePackaging LatheValidation)
DOCUMENTED_RULES = $$(sed 's/"rules": {/& "AllPublicDeclarationsHaveDocumentation": true,/' .swift-format)

.PHONY: help demo smoke test build install bench examples fuzz format lint clean deps asan tsan chaos cluster-demo
.DEFAULT_GOAL := help

help: ## print this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: build ## transcode a piece of music, check the result and say how to play it
	@.ci/install-packages demo
	@rm -rf $(DEMO)
	@$(LATHE) transcode Fixtures/music.flac --output $(DEMO)
	@echo; echo "checking $(DEMO) against the standards:"
	@$(LATHE) validate $(DEMO)
	@echo; echo "checking $(DEMO) with ffmpeg:"
	@Tests/Support/check-package $(DEMO)
	@.ci/how-to-play $(DEMO) $(LATHE)

smoke: build ## leave a folder of masters to a queue with the released lathe
	@.ci/install-packages demo
	@.ci/smoke $(LATHE)

test: deps ## run every test
	@.ci/install-packages demo test
	@.ci/test-tools
	.ci/test -- $(DEBUG)

cluster-demo: build ## run a whole cluster behind nginx on this machine, upload, play, and kill a part of it
	@.ci/install-packages demo test cluster
	@.ci/test-tools
	Deploy/cluster-demo

build: deps ## build the released lathe
	$(SWIFT) build $(RELEASE)

install: build ## put lathe into $(DESTDIR)$(PREFIX)/bin; it needs no files beside it
	install -D --strip --mode=755 $(LATHE) $(DESTDIR)$(PREFIX)/bin/lathe

bench: build ## compare with ffmpeg on MASTER=file, then time the packaging stage alone
	@.ci/install-packages demo
	Benchmarks/compare.py --lathe $(LATHE) $(MASTER)
	$(SWIFT) run --configuration release --package-path Benchmarks SegmentThroughput

examples: deps ## build and run the program that uses Lathe as a library
	$(SWIFT) run --package-path Examples TranscodeToMemory Fixtures/music.flac
	$(SWIFT) build --package-path Benchmarks

format: ## lay out the sources
	$(SWIFT) format --in-place --parallel --recursive $(LAID_OUT)

lint: ## check the layout of the sources
	$(SWIFT) format lint --strict --parallel --recursive $(LAID_OUT)
	@$(SWIFT) format lint --strict --parallel --recursive --configuration "$(DOCUMENTED_RULES)" $(DOCUMENTED)

asan: deps ## run every test under AddressSanitizer
	@.ci/install-packages demo test
	@.ci/test-tools
	LSAN_OPTIONS=suppressions=$(CURDIR)/Tests/Support/leaks.txt:print_suppressions=0 \
		.ci/test -- $(DEBUG) --sanitize=address --scratch-path .build/asan

tsan: deps ## run every test under ThreadSanitizer
	@.ci/install-packages demo test
	@.ci/test-tools
	.ci/test -- $(DEBUG) --sanitize=thread --scratch-path .build/tsan

chaos: deps ## kill, stop and starve workers and the service for longer than `make test` does, and print what was measured
	@.ci/install-packages demo test
	@.ci/test-tools
	LATHE_CHAOS=1 .ci/test WorkerFaultTests ServeEventTests -- $(DEBUG)

fuzz: deps ## feed every reader with mutated files, FUZZ_SECONDS each
	Tests/Fuzz/run $(FUZZ_SECONDS)

deps: ## install the Debian packages that a build needs
	@.ci/install-packages build
	@.ci/check-swift

clean: ## remove what was built
	rm -rf .build Benchmarks/.build Examples/.build $(DEMO)

LATHE = $$($(SWIFT) build $(RELEASE) --show-bin-path)/lathe
