"""The WSGI application: moto with the corrections, clearer errors, and identities held to their policies."""

import corrections
import error_answers
import identities
from lost_answers import answering_again


def create_application():
    # Corrections first: some add addresses to the tables that moto reads as it builds a service.
    corrections.apply()
    identities.apply()
    error_answers.apply()

    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    from control import with_control_addresses

    def create_service(service):
        return error_answers.create_service(service, create_backend_app)

    return with_control_addresses(answering_again(DomainDispatcherApplication(create_service)))
