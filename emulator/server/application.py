"""The WSGI application: moto, corrected, that says so when a call is missing and holds IAM users to their policies."""

import logging

import corrections
import iam_users
import missing_calls


def create_application():
    # Corrections first: some add addresses to the tables that moto reads as it builds a service.
    corrections.apply()
    iam_users.apply()
    missing_calls.apply()

    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    # moto turns Flask's debugging on; its traceback page tells Terraform nothing, the log has the same text.
    logging.getLogger("werkzeug").setLevel(logging.getLogger().level)
    return DomainDispatcherApplication(create_backend_app)
