"""Addresses of the emulator's own, under /emulator/: what AWS would not tell, and faults that a test asks for.

GET  /emulator/rds/<account>/<region>/<instance or cluster>/master-password
         what a client of that database would log in with. AWS tells nobody, and moto has no database to log in to: a test
         that claims "the live password is the secret's" needs another witness than the caller who set it.
GET  /emulator/secretsmanager/<account>/<region>/<secret>/rotation
         JSON: `next`, the step that the next DescribeSecret runs, or null; `failure`, why the rotation stands still, or null.
POST /emulator/secretsmanager/<account>/<region>/<secret>/fail-next-rotation?step=setSecret
         the rotation under way, or else the next, fails at that step, once.
POST /emulator/secretsmanager/<account>/<region>/<secret>/prune
         removes the versions without labels, as AWS does some time later. JSON: their ids.

<secret> is the secret's name, slashes and all.
"""

import json
import re
from urllib.parse import parse_qs

from moto.rds.models import rds_backends
from moto.secretsmanager.models import FakeSecret, secretsmanager_backends

import rotation_function
from corrections import secret_rotation
from corrections.support import kept

PLACE = r"/(?P<account>\d{12})/(?P<region>[a-z0-9-]+)/(?P<name>.+)"


class Refused(Exception):
    """(status, message)"""


def with_control_addresses(application):
    def respond(environ, start_response):
        path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
        if not path.startswith("/emulator/"):
            return application(environ, start_response)
        try:
            status, body = "200 OK", answer(method, path, parse_qs(environ.get("QUERY_STRING", "")))
        except Refused as refusal:
            status, body = refusal.args
        start_response(status, [("Content-Type", "text/plain; charset=utf-8")])
        return [body.encode()]

    return respond


def answer(method: str, path: str, query: dict[str, list[str]]) -> str:
    for wanted_method, pattern, respond in ADDRESSES:
        match = re.fullmatch(pattern, path)
        if match and method == wanted_method:
            return respond(query=query, **match.groupdict())
    raise Refused("404 Not Found", f"no {method} {path}; there are:\n{__doc__}")


def master_password(account: str, region: str, name: str, query: dict) -> str:
    backend = rds_backends[account][region]
    instance = backend.databases.get(name) or backend.clusters.get(name)
    if instance is None:
        raise Refused("404 Not Found", f"no instance or cluster {name} in {account}, {region}")
    # The public property refuses to tell.
    return instance._master_user_password or ""


def rotation(account: str, region: str, name: str, query: dict) -> str:
    state = kept(find_secret(account, region, name), "rotation")
    step = rotation_function.STEPS[state["next"]] if state else None
    return json.dumps({"next": step, "failure": state["failure"] if state else None})


def fail_next_rotation(account: str, region: str, name: str, query: dict) -> str:
    step = query.get("step", ["setSecret"])[0]
    if step not in rotation_function.STEPS:
        raise Refused("400 Bad Request", f"no step {step}; one of {', '.join(rotation_function.STEPS)}")
    kept(find_secret(account, region, name), "failing")["step"] = step
    return f"the next rotation of {name} fails at {step}"


def prune(account: str, region: str, name: str, query: dict) -> str:
    return json.dumps(secret_rotation.prune(find_secret(account, region, name)))


def find_secret(account: str, region: str, name: str) -> FakeSecret:
    secret = secretsmanager_backends[account][region].secrets.get(name)
    if not isinstance(secret, FakeSecret):
        raise Refused("404 Not Found", f"no secret {name} in {account}, {region}")
    return secret


ADDRESSES = (
    ("GET", f"/emulator/rds{PLACE}/master-password", master_password),
    ("GET", f"/emulator/secretsmanager{PLACE}/rotation", rotation),
    ("POST", f"/emulator/secretsmanager{PLACE}/fail-next-rotation", fail_next_rotation),
    ("POST", f"/emulator/secretsmanager{PLACE}/prune", prune),
)
