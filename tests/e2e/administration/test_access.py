"""Who may come in: nobody unless ADMIN says so, nobody without a password, a token and patience."""

from __future__ import annotations

import re
import subprocess
import sys
from urllib.parse import urlencode

import httpx
import pytest

from tests.databases import ROOT
from tests.e2e.administration.conftest import NAME, PASSWORD
from tests.e2e.administration.test_closing import ADD, LIST
from tests.e2e.servers import run_server


def test_login_leads_in_and_logout_out(administration, person):
    assert person.get("/admin").headers["location"] == "/admin/"
    first = person.get(LIST)
    assert (first.status_code, first.headers["location"]) == (302, f"/admin/login/?next={LIST}")
    answer = person.log_in()
    assert (answer.status_code, answer.headers["location"]) == (302, "/admin/")
    cookies = answer.headers.get_list("set-cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert all(part in cookie for part in ("Secure", "SameSite=Strict", "Path=/admin/"))
    assert any("HttpOnly" in cookie for cookie in cookies if cookie.startswith("sessionid="))
    assert person.get(LIST).status_code == 200
    left = person.get("/admin/")
    token = re.search(r'value="([^"]+)"', left.text)
    person.post(
        "/admin/logout/", data={"csrfmiddlewaretoken": token[1]}, headers={"Origin": administration.address}
    )
    assert person.get(LIST).status_code == 302


@pytest.mark.parametrize(
    "following", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "http://["]
)
def test_who_came_with_an_address_elsewhere_ends_in_the_administration(person, following):
    values = {"username": NAME, "password": PASSWORD, "next": following}
    answer = person.post_form(f"/admin/login/?{urlencode({'next': following})}", values)
    assert (answer.status_code, answer.headers["location"]) == (302, "/admin/")


@pytest.fixture
def others(administration):
    """A guest, who is not of the staff, and a clerk, who is, with the same password."""
    administration.database.run(
        "INSERT INTO auth_user (username, password, is_superuser, is_staff, is_active, first_name, last_name, email,"
        " date_joined) SELECT name, password, false, name = 'clerk', true, '', '', '', now()"
        f" FROM auth_user, unnest('{{guest,clerk}}'::text[]) AS name WHERE username = '{NAME}'"
    )
    yield administration.database
    administration.database.run(
        "DELETE FROM auth_user_user_permissions; DELETE FROM django_admin_log USING auth_user u"
        f" WHERE u.id = user_id AND username <> '{NAME}'; DELETE FROM auth_user WHERE username <> '{NAME}'"
    )


def test_wrong_passwords_stay_out(person):
    for name, password in (
        (NAME, "wrong"),
        ("nobody", PASSWORD),
        (NAME, ""),
        ("' OR 1=1 --", "x"),
        (NAME, "\0"),
    ):
        answer = person.log_in(name, password)
        assert answer.status_code == 200
        assert "errornote" in answer.text
        assert person.get(LIST).status_code == 302


def test_people_may_do_what_they_have_the_right_to(closures, person, others):
    assert person.log_in("guest").status_code == 200  # not of the staff
    assert person.log_in("clerk").status_code == 302
    assert person.get(LIST).status_code == 403
    assert person.get(ADD).status_code == 403
    give = (
        "INSERT INTO auth_user_user_permissions (user_id, permission_id) SELECT u.id, p.id FROM auth_user u,"
        " auth_permission p WHERE username = 'clerk' AND codename = ANY('{%s}')"
    )
    others.run(give % "view_closure,add_closure")
    sent = person.post_form(ADD, {"kind": "connector", "target": "1"})
    assert sent.status_code == 302
    ((key,),) = others.fetch("SELECT ogc_fid FROM closures")
    ending = {"action": "end", "_selected_action": key, "index": "0"}
    assert 'name="action"' not in person.get(LIST).text
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', person.get(ADD).text)[1]
    person.post(LIST, data=ending | {"csrfmiddlewaretoken": token}, headers={"Origin": closures.address})
    assert others.fetch("SELECT count(*) FROM closures") == [(1,)]
    others.run(give % "delete_closure")
    assert person.post_form(LIST, ending).status_code == 302
    assert others.fetch("SELECT count(*) FROM closures") == [(0,)]


def test_forms_without_a_token_or_from_elsewhere_are_refused(closures, keeper):
    values = {"kind": "opening", "target": "3", "action": "end"}
    for path in ("/admin/login/", ADD, LIST, "/admin/logout/"):
        assert keeper.post(path, data=values, headers={"Origin": closures.address}).status_code == 403
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', keeper.get(ADD).text)[1]
    for origin in ("https://evil.example", "null", closures.address.replace("https", "http")):
        form = {**values, "csrfmiddlewaretoken": token}
        assert keeper.post(ADD, data=form, headers={"Origin": origin}).status_code == 403
    assert closures.database.fetch("SELECT count(*) FROM closures") == [(0,)]


def test_answers_of_the_api_have_nothing_to_do_with_it(keeper):
    for path in ("/api/rooms/?limit=1", "/api/route/?from=room:1&to=room:2", "/api/health/", "/"):
        answer = keeper.get(path)
        assert "set-cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("vary", "")
    assert "cookie" not in keeper.build_request("GET", "/api/closures/").headers


def test_pages_are_kept_by_nobody_and_framed_by_nobody(keeper):
    for path in ("/admin/", LIST, ADD):
        headers = keeper.get(path).headers
        assert "no-store" in headers["cache-control"]
        assert headers["x-frame-options"] == "DENY"
        assert "script-src 'self';" in headers["content-security-policy"]
        assert "form-action 'self'" in headers["content-security-policy"]


def test_passwords_cannot_be_tried_for_ever(administration):
    limits = {"ADMIN_LOGIN_RATE": "3/minute", "RATE_LIMIT": "10/minute"}
    with (
        run_server(administration.database, settings=limits) as server,
        httpx.Client(base_url=server.address, headers={"X-Forwarded-Proto": "https"}, timeout=20) as person,
    ):
        sent = [person.post("/admin/login/", data={"username": NAME}) for _ in range(5)]
        assert [answer.status_code for answer in sent] == [403, 403, 403, 429, 429]
        assert 0 < int(sent[-1].headers["retry-after"]) <= 60
        assert sent[-1].json()["code"] == "too_many_requests"
        assert person.get("/admin/login/").status_code == 200
        assert person.get("/api/rooms/?limit=1").status_code == 200
        # All that it answers counts as requests, as everything else does.
        assert [person.get("/admin/login/").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_checks_find_nothing(administration):
    environment = administration.database.make_environment() | {"DEBUG": "False"}
    for words in (
        ("check", "--deploy", "--fail-level", "WARNING"),
        ("makemigrations", "--check", "--dry-run"),
    ):
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_tables_that_are_missing_are_told(administration):
    administration.database.run("ALTER TABLE django_session RENAME TO kept_session")
    try:
        with run_server(administration.database) as server:
            assert httpx.get(f"{server.address}/api/rooms/?limit=1").status_code == 200
            assert "its tables are missing" in server.log.read_text()
    finally:
        administration.database.run("ALTER TABLE kept_session RENAME TO django_session")
