"""GET /emulator/rds/<account>/<region>/<instance>/master-password: what a client of that database would log in with.

AWS tells nobody, and moto has no database to log in to. A test that claims "the live password is the secret's" needs
another witness than the caller who set it.
"""

import re

from moto.rds.models import rds_backends

ADDRESS = re.compile(r"^/emulator/rds/(\d{12})/([a-z0-9-]+)/([a-z0-9-]+)/master-password$")


def with_master_passwords(application):
    def respond(environ, start_response):
        match = ADDRESS.match(environ.get("PATH_INFO", ""))
        if match is None:
            return application(environ, start_response)
        account, region, identifier = match.groups()
        instance = rds_backends[account][region].databases.get(identifier)
        if instance is None:
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [f"no instance {identifier} in {account}, {region}".encode()]
        start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8")])
        # The public property refuses to tell.
        return [(instance._master_user_password or "").encode()]

    return respond
