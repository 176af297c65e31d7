"""Incident Manager. Stock moto has no backend for it: this is one, for the calls that Terraform makes."""

import json
import re
import sys
import time
import uuid
from types import ModuleType
from urllib.parse import unquote

from moto.backend_index import backend_url_patterns
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.responses import BaseResponse

from .support import ServiceError, body_of

CORRECTED_TYPES = ("aws_ssmincidents_replication_set", "aws_ssmincidents_response_plan")

URL_BASE = r"https?://ssm-incidents\.(.+)\.amazonaws\.com"
CREATED, NO_CONTENT = 201, 204
# What an account has in Incident Manager it has once, for all regions.
HOME = "us-east-1"


def apply() -> None:
    # moto finds a service by its host name, then imports moto.<service>; here is one that is not on the disk.
    backend_url_patterns.append(("ssmincidents", re.compile(URL_BASE)))
    module = ModuleType("moto.ssmincidents")
    module.ssmincidents_backends = ssmincidents_backends
    sys.modules["moto.ssmincidents"] = module


class IncidentsBackend(BaseBackend):
    def __init__(self, region_name: str, account_id: str):
        super().__init__(region_name, account_id)
        self.replication_set: dict | None = None
        self.response_plans: dict[str, dict] = {}

    @property
    def _url_module(self):
        return sys.modules[__name__]

    def find_replication_set(self, arn: str | None = None) -> dict:
        if self.replication_set is None or arn not in (None, self.replication_set["arn"]):
            raise ServiceError("ResourceNotFoundException", "Replication set not found")
        return self.replication_set

    def find_response_plan(self, arn: str) -> dict:
        if arn not in self.response_plans:
            raise ServiceError("ResourceNotFoundException", f"Response plan not found: {arn}")
        return self.response_plans[arn]

    def tags_of(self, arn: str) -> dict[str, str]:
        found = self.find_response_plan(arn) if ":response-plan/" in arn else self.find_replication_set(arn)
        return found["tags"]


def account(account_id: str) -> IncidentsBackend:
    return ssmincidents_backends[account_id][HOME]


class IncidentsResponse(BaseResponse):
    def __init__(self) -> None:
        super().__init__(service_name="ssm-incidents")

    @property
    def backend(self) -> IncidentsBackend:
        return account(self.current_account)

    def create_replication_set(self):
        request = body_of(self)
        if self.backend.replication_set is not None:
            raise ServiceError("ConflictException", "This account has a replication set already")
        check_regions(list(request["regions"]), self.region)
        arn = f"arn:aws:ssm-incidents::{self.current_account}:replication-set/{uuid.uuid4()}"
        self.backend.replication_set = {
            "arn": arn,
            "createdBy": f"arn:aws:iam::{self.current_account}:root",
            "createdTime": time.time(),
            "deletionProtected": False,
            "lastModifiedBy": f"arn:aws:iam::{self.current_account}:root",
            "lastModifiedTime": time.time(),
            "regionMap": {name: region_info(one) for name, one in request["regions"].items()},
            "status": "ACTIVE",
            "tags": request.get("tags") or {},
        }
        return answer({"arn": arn}, CREATED)

    def get_replication_set(self):
        return answer({"replicationSet": without_tags(self.backend.find_replication_set(self._get_param("arn")))})

    def list_replication_sets(self):
        found = self.backend.replication_set
        return answer({"replicationSetArns": [] if found is None else [found["arn"]]})

    def update_replication_set(self):
        request = body_of(self)
        found = self.backend.find_replication_set(request["arn"])
        if len(request["actions"]) != 1:
            raise ServiceError("ValidationException", "One region can be added or deleted at a time")
        [[kind, action]] = request["actions"][0].items()
        if kind == "addRegionAction":
            check_regions([*found["regionMap"], action["regionName"]], self.region)
            found["regionMap"][action["regionName"]] = region_info(action)
        else:
            del found["regionMap"][action["regionName"]]
        found["lastModifiedTime"] = time.time()
        return answer({}, NO_CONTENT)

    def delete_replication_set(self):
        self.backend.find_replication_set(self._get_param("arn"))
        # With it AWS deletes all that it holds.
        self.backend.replication_set = None
        self.backend.response_plans.clear()
        return answer({}, NO_CONTENT)

    def create_response_plan(self):
        request = body_of(self)
        self.backend.find_replication_set()
        arn = f"arn:aws:ssm-incidents::{self.current_account}:response-plan/{request['name']}"
        if arn in self.backend.response_plans:
            raise ServiceError("ConflictException", f"The response plan {request['name']} exists already")
        plan = {key: value for key, value in request.items() if key != "clientToken"}
        self.backend.response_plans[arn] = {"tags": {}, **plan, "arn": arn}
        return answer({"arn": arn}, CREATED)

    def get_response_plan(self):
        return answer(without_tags(self.backend.find_response_plan(self._get_param("arn"))))

    def list_response_plans(self):
        plans = self.backend.response_plans.values()
        return answer({"responsePlanSummaries": [{key: one[key] for key in ("arn", "name")} for one in plans]})

    def update_response_plan(self):
        request = body_of(self)
        plan = self.backend.find_response_plan(request["arn"])
        for key, value in request.items():
            if key == "incidentTemplateTags":
                plan["incidentTemplate"]["incidentTags"] = value
            elif key.startswith("incidentTemplate"):
                name = key.removeprefix("incidentTemplate")
                plan["incidentTemplate"][name[0].lower() + name[1:]] = value
            elif key not in ("arn", "clientToken"):
                plan[key] = value
        return answer({}, NO_CONTENT)

    def delete_response_plan(self):
        del self.backend.response_plans[self.backend.find_response_plan(body_of(self)["arn"])["arn"]]
        return answer({}, NO_CONTENT)

    def list_tags_for_resource(self):
        return answer({"tags": self.backend.tags_of(self.resource_arn())})

    def tag_resource(self):
        self.backend.tags_of(self.resource_arn()).update(body_of(self)["tags"])
        return answer({}, NO_CONTENT)

    def untag_resource(self):
        for key in self.querystring.get("tagKeys", []):
            self.backend.tags_of(self.resource_arn()).pop(key, None)
        return answer({}, NO_CONTENT)

    def resource_arn(self) -> str:
        # The ARN is the rest of the path, and has slashes of its own: moto's own path parameters end at the first.
        return unquote(self.raw_path.partition("/tags/")[2])


def check_regions(names: list[str], home: str) -> None:
    if home not in names:
        raise ServiceError("ValidationException", f"The region of the call, {home}, has to be one of the regions")
    if len(names) > 3:
        raise ServiceError("ValidationException", "A replication set has three regions at most")


def region_info(given: dict) -> dict:
    key = given.get("sseKmsKeyId") or "DefaultKey"
    return {"sseKmsKeyId": key, "status": "ACTIVE", "statusUpdateDateTime": time.time()}


def without_tags(found: dict) -> dict:
    return {key: value for key, value in found.items() if key != "tags"}


def answer(body: dict, status: int = 200) -> tuple[int, dict, str]:
    return status, {"status": status}, json.dumps(body)


url_bases = [URL_BASE]
url_paths = {
    "{0}/(?P<action>[A-Za-z]+)$": IncidentsResponse.dispatch,
    "{0}/tags/(?P<arn>.+)$": IncidentsResponse.dispatch,
}
ssmincidents_backends = BackendDict(IncidentsBackend, "ssm-incidents")
