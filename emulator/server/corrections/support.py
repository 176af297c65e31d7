"""What several corrections use."""

import json
from typing import Any

from moto.core.exceptions import ServiceException


class ServiceError(ServiceException):
    """ServiceError(code, message): answered in the protocol of the service that was called.

    A class of our own because moto looks the code up in the AWS service after which the module of the class is named, and
    breaks on its own `moto.core`.
    """


def kept(backend: Any, name: str) -> dict[str, Any]:
    """A dictionary of ours on one of moto's backend objects: per account and region, gone after a reset."""
    return backend.__dict__.setdefault(f"corrected_{name}", {})


def body_of(response: Any) -> dict[str, Any]:
    """The request's JSON body; {} where it has none."""
    return json.loads(response.body) if response.body else {}
