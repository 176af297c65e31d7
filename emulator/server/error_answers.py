"""Errors that stock moto does not put into the words of the service that was called."""

import json

from flask import request
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import get_service_model
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from corrections.support import ServiceError

stock_call_action = BaseResponse.call_action


class AccessDenied(Exception):
    """The caller's policies do not allow the call."""


def apply() -> None:
    BaseResponse.call_action = call_action


def call_action(self):
    try:
        return stock_call_action(self)
    except NotImplementedError as error:
        # Stock moto answers a call that it lacks by 500 and a traceback page. Terraform takes that for a passing fault,
        # tries again for minutes, and then reports something unreadable. The AWS SDKs do not try again after 501.
        call = f"{self.service_name}:{self._get_action()}"
        return answer(self, 501, "NotImplemented", f"the emulator has no {call} ({error}); see emulator/README.md")
    except AccessDenied as error:
        # Stock moto answers in XML whatever the protocol, so that the AWS CLI cannot name the error.
        if self.determine_response_protocol(get_service_model(self.boto3_service_name)).startswith(("query", "ec2")):
            return answer(self, 403, "AccessDenied", str(error))
        return answer(self, 400, "AccessDeniedException", str(error))


def answer(self, status: int, code: str, message: str):
    _, headers, body = self.serialized(ActionResult(ServiceError(code, message)))
    headers["status"] = str(status)
    return status, headers, body


def create_service(service, create_stock_service):
    """The application of one AWS service; stock moto answers what it has no address for by a page, or breaks."""
    if service is None:
        return lambda environ, start_response: missing(environ)(environ, start_response)
    application = create_stock_service(service)

    def not_found(error):
        # Only "no such address" is exactly this class: what a service did not find has a class of its own.
        return missing(request.environ) if type(error) is NotFound else error

    application.register_error_handler(NotFound, not_found)
    return application


def missing(environ) -> Response:
    path = environ.get("PATH_INFO", "")
    # ...Credential=KEY/DATE/REGION/SERVICE/aws4_request
    service = environ.get("HTTP_AUTHORIZATION", "").partition("Credential=")[2].split("/")[3:4]
    message = f"the emulator has no {' '.join(service)} {environ['REQUEST_METHOD']} {path}; see emulator/README.md"
    body = json.dumps({"__type": "NotImplemented", "message": message})
    return Response(body, 501, {"x-amzn-errortype": "NotImplemented"}, content_type="application/json")
