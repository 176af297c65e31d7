"""A call that moto lacks is answered at once, in words.

Stock moto answers 500 with a traceback page. Terraform takes that for a passing fault, tries again for minutes, and then
reports something unreadable. 501 is not tried again by the AWS SDKs.
"""

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, BaseResponse

stock_call_action = BaseResponse.call_action


def apply() -> None:
    BaseResponse.call_action = call_action


def call_action(self):
    try:
        return stock_call_action(self)
    except NotImplementedError as error:
        call = f"{self.service_name}:{self._get_action()}"
        reason = ServiceException("NotImplemented", f"the emulator has no {call} ({error}); see emulator/README.md")
        _, headers, body = self.serialized(ActionResult(reason))
        headers["status"] = "501"
        return 501, headers, body
