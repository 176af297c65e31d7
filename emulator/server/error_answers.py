"""Two errors that stock moto does not put into the words of the service that was called."""

from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import get_service_model

from corrections.support import ServiceError

stock_call_action = BaseResponse.call_action


class AccessDenied(Exception):
    """An IAM user's policies do not allow the call."""


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
