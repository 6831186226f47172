# make run   serves http://localhost:8000 with everything it needs, and a demo to try
# make test  installs what the tests need and runs every one of them but the slow
# make faults  runs the slow ones: servers and workers killed at random, mail servers that misbehave
# make bench  measures, with its data in databases of its own that it drops again
# make kits  bundles vendors' pages with the published npm packages, for /demo/kits/
PORT ?= 8000
export PORT

.PHONY: run test faults bench kits

run: .venv/ready
	@exec env DEMO=1 .venv/bin/python manage.py serve --set-up

test: .venv/ready-for-tests
	@.setup/test

faults: .venv/ready-for-tests
	@.setup/faults

bench: .venv/ready-for-tests
	@.venv/bin/python -m bench

kits:
	@.setup/kits

.venv/ready: requirements.txt .setup/environment
	@.setup/environment requirements.txt && touch $@

# What runs the program is among what tests it.
.venv/ready-for-tests: requirements.txt requirements-dev.txt .setup/environment .setup/servers-for-tests
	@.setup/environment requirements-dev.txt && .setup/servers-for-tests && touch .venv/ready $@
