# make run   serves http://localhost:8000 with everything it needs, and a demo to try
# make test  installs what the tests need and runs every one of them
# make kits  bundles vendors' pages with the published npm packages, for /demo/kits/
PORT ?= 8000
export PORT

.PHONY: run test kits

run: .venv/ready
	@exec env DEMO=1 .venv/bin/python manage.py serve --set-up

test: .venv/ready-for-tests
	@.setup/test

kits:
	@.setup/kits

.venv/ready: requirements.txt .setup/environment
	@.setup/environment requirements.txt && touch $@

.venv/ready-for-tests: requirements-dev.txt .venv/ready .setup/servers-for-tests
	@.setup/environment requirements-dev.txt && .setup/servers-for-tests && touch $@
