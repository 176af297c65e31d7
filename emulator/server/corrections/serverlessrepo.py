"""Serverless Application Repository. Stock moto has no backend for it: this is one, with the application that rotates secrets.

An application becomes a CloudFormation stack by a change set, as in AWS; from there on CloudFormation is called.
"""

import json
import re
import sys
import uuid
from types import ModuleType
from urllib.parse import unquote

from moto.backend_index import backend_url_patterns
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.responses import BaseResponse

from .support import ServiceError, body_of

CORRECTED_TYPES = ("aws_serverlessapplicationrepository_cloudformation_stack",)

URL_BASE = r"https?://serverlessrepo\.(.+)\.amazonaws\.com"
STACK_PREFIX = "serverlessrepo-"


def apply() -> None:
    # moto finds a service by its host name, then imports moto.<service>; here is one that is not on the disk.
    backend_url_patterns.append(("serverlessrepo", re.compile(URL_BASE)))
    module = ModuleType("moto.serverlessrepo")
    module.serverlessrepo_backends = serverlessrepo_backends
    sys.modules["moto.serverlessrepo"] = module


class ServerlessRepoBackend(BaseBackend):
    @property
    def _url_module(self):
        return sys.modules[__name__]


class ServerlessRepoResponse(BaseResponse):
    def __init__(self) -> None:
        super().__init__(service_name="serverlessrepo")

    def get_application(self) -> str:
        application = self.application()
        version = self.version(self._get_param("semanticVersion"))
        definitions = [
            {
                "name": name,
                "type": parameter["Type"],
                "referencedByResources": [application.LOGICAL_ID],
                **({"defaultValue": parameter["Default"]} if "Default" in parameter else {}),
            }
            for name, parameter in application.parameters(version).items()
        ]
        return json.dumps(
            {
                "applicationId": application.APPLICATION_ID,
                "author": "AWS",
                "name": application.LOGICAL_ID,
                "description": "Rotates a Secrets Manager secret for Amazon RDS PostgreSQL credentials",
                "isVerifiedAuthor": True,
                "version": {
                    "applicationId": application.APPLICATION_ID,
                    "semanticVersion": version,
                    "creationTime": "2026-07-31T00:00:00.000Z",
                    "parameterDefinitions": definitions,
                    "requiredCapabilities": list(application.CAPABILITIES),
                    "resourcesSupported": True,
                    "templateUrl": f"https://example.com/{application.LOGICAL_ID}-{version}",
                },
            }
        )

    def create_cloud_formation_change_set(self) -> tuple[int, dict, str]:
        from . import cloudformation

        cloudformation.apply()
        request, application = body_of(self), self.application()
        version = self.version(request.get("semanticVersion"))
        given = {one["name"]: one["value"] for one in request.get("parameterOverrides") or []}
        check_parameters(given, application.parameters(version))
        capabilities = request.get("capabilities") or []
        missing = [one for one in application.CAPABILITIES if one not in capabilities]
        if missing:
            raise ServiceError("BadRequestException", f"Requires capabilities : [{', '.join(missing)}]")

        backend = cloudformation.backend(self.current_account, self.region)
        name = STACK_PREFIX + request["stackName"]
        existing = next((stack for stack in backend.stacks.values() if stack.name == name), None)
        if existing and existing.status == "REVIEW_IN_PROGRESS":
            # Left by a change set that nobody carried out.
            del backend.stacks[existing.stack_id]
            existing = None
        tags = {tag["key"]: tag["value"] for tag in request.get("tags") or []}
        change_set, stack = backend.create_change_set(
            stack_name=name,
            change_set_name=request.get("changeSetName") or f"a{uuid.uuid4()}",
            template=application.template(version),
            parameters=given,
            description=request.get("description") or "",
            change_set_type="UPDATE" if existing else "CREATE",
            tags={
                **tags,
                "serverlessrepo:applicationId": application.APPLICATION_ID,
                "serverlessrepo:semanticVersion": version,
            },
        )
        # The other one is not CloudFormation's.
        backend.stacks[stack].capabilities = ["CAPABILITY_IAM"]
        allow_changed_tags(backend.change_sets[change_set])
        answer = {
            "applicationId": application.APPLICATION_ID,
            "semanticVersion": version,
            "changeSetId": change_set,
            "stackId": stack,
        }
        return 201, {"status": 201}, json.dumps(answer)

    def application(self):
        from . import rotation_application

        asked = re.search(r"/applications/(arn:[^/]+/[^/]+)", unquote(self.raw_path))
        if asked is None or asked[1] != rotation_application.APPLICATION_ID:
            raise ServiceError("NotFoundException", f"Application with id {asked and asked[1]} does not exist")
        return rotation_application

    def version(self, asked: str | None) -> str:
        versions = self.application().VERSIONS
        if asked and asked not in versions:
            raise ServiceError(
                "NotFoundException",
                f"Application {self.application().APPLICATION_ID} does not have a version {asked} "
                f"(the emulator knows {', '.join(versions)})",
            )
        return asked or list(versions)[-1]


def check_parameters(given: dict[str, str], known: dict[str, dict]) -> None:
    unknown = [name for name in given if name not in known]
    if unknown:
        raise ServiceError("BadRequestException", f"Parameters: [{', '.join(unknown)}] do not exist in the template")
    absent = [name for name, parameter in known.items() if "Default" not in parameter and not given.get(name)]
    if absent:
        raise ServiceError("BadRequestException", f"Parameters: [{', '.join(absent)}] must have values")
    if not re.fullmatch(r"[a-zA-Z0-9-_]{1,64}", given["functionName"]):
        raise ServiceError("BadRequestException", "functionName has to be 1 to 64 letters, digits, - or _")


def allow_changed_tags(change_set) -> None:
    """Stock moto calls a change set empty that changes tags only."""
    if change_set.status == "FAILED" and change_set.tags != change_set.stack.tags:
        change_set.status, change_set.execution_status, change_set.status_reason = "CREATE_COMPLETE", "AVAILABLE", None


url_bases = [URL_BASE]
url_paths = {
    "{0}/applications/(?P<application_id>.+)/changesets$": ServerlessRepoResponse.dispatch,
    "{0}/applications/(?P<application_id>.+)$": ServerlessRepoResponse.dispatch,
}
serverlessrepo_backends = BackendDict(ServerlessRepoBackend, "serverlessrepo")
