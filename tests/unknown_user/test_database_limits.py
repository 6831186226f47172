"""Nobody waits for the database without an end, and nobody is shown a broken page for it."""

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import pre_migrate

from tests.servers import database_url
from unknown_user import environment


def limit(name):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return cursor.fetchone()[0]


def test_statements_locks_and_idle_transactions_have_an_end(db):
    assert limit("statement_timeout") == "20s"
    assert limit("lock_timeout") == "5s"
    assert limit("idle_in_transaction_session_timeout") == "30s"


def test_a_migration_may_take_its_time_but_not_wait_for_locks(db):
    pre_migrate.send(sender=None, using="default")
    assert (limit("statement_timeout"), limit("lock_timeout")) == ("0", "5s")
    call_command("migrate", verbosity=0)
    assert limit("statement_timeout") == "20s"


def test_what_the_databases_address_names_wins():
    given = {"connect_timeout": "9", "options": "-c statement_timeout=1s"}
    options = environment.database_options(given, most=7)
    assert options["connect_timeout"] == "9"
    assert options["options"].endswith("-c statement_timeout=1s")
    assert options["pool"]["max_size"] == 7


@pytest.mark.django_db(transaction=True)
def test_a_page_that_the_database_keeps_waiting_says_when_to_come_back(client, world):
    client.raise_request_exception = False
    with psycopg.connect(database_url()) as other:
        other.execute("LOCK TABLE customers_workspace")
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '10ms'")
        response = client.get(f"/widget/{world.workspace.widget_id}/")
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")  # the pool keeps the connection
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert "Nothing is lost" in response.text


def test_an_error_of_our_own_is_none_of_the_databases(client, db, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("unknown_user.health._look", None)
    response = client.get("/healthz")
    assert response.status_code == 500
    assert "Something broke" in response.text


@pytest.mark.django_db(transaction=True)
def test_health_tells_whether_the_database_can_write(client):
    assert client.get("/healthz").status_code == 200
