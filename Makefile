PYTHON ?= python3

.PHONY: run test lint bench demo

run:
	$(PYTHON) keyuan.py run

test:
	$(PYTHON) keyuan.py test

lint:
	$(PYTHON) keyuan.py test --only style format types imports

bench:
	$(PYTHON) keyuan.py bench

demo:
	$(PYTHON) keyuan.py demo
