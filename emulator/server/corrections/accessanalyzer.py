"""IAM Access Analyzer. Stock moto has no backend for it: this is one, for the calls that Terraform makes."""

import json
import re
import sys
from datetime import datetime, timezone
from types import ModuleType
from urllib.parse import unquote

from moto.backend_index import backend_url_patterns
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.responses import BaseResponse

from .support import ServiceError, body_of

CORRECTED_TYPES = ("aws_accessanalyzer_analyzer",)

URL_BASE = r"https?://access-analyzer\.(.+)\.amazonaws\.com"


def apply() -> None:
    # moto finds a service by its host name, then imports moto.<service>; here is one that is not on the disk.
    backend_url_patterns.append(("accessanalyzer", re.compile(URL_BASE)))
    module = ModuleType("moto.accessanalyzer")
    module.accessanalyzer_backends = accessanalyzer_backends
    sys.modules["moto.accessanalyzer"] = module


class AccessAnalyzerBackend(BaseBackend):
    def __init__(self, region_name: str, account_id: str):
        super().__init__(region_name, account_id)
        self.analyzers: dict[str, dict] = {}

    @property
    def _url_module(self):
        return sys.modules[__name__]

    def find(self, name: str) -> dict:
        if name not in self.analyzers:
            raise ServiceError("ResourceNotFoundException", f"no analyzer {name}")
        return self.analyzers[name]

    def tags_of(self, arn: str) -> dict[str, str]:
        return self.find(arn.rpartition("/")[2])["tags"]


class AccessAnalyzerResponse(BaseResponse):
    def __init__(self) -> None:
        super().__init__(service_name="accessanalyzer")

    @property
    def backend(self) -> AccessAnalyzerBackend:
        return accessanalyzer_backends[self.current_account][self.region]

    def create_analyzer(self) -> str:
        request = body_of(self)
        name = request["analyzerName"]
        if name in self.backend.analyzers:
            raise ServiceError("ConflictException", f"the analyzer {name} exists already")
        arn = f"arn:aws:access-analyzer:{self.region}:{self.current_account}:analyzer/{name}"
        self.backend.analyzers[name] = {
            "arn": arn,
            "name": name,
            "type": request["type"],
            "createdAt": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "status": "ACTIVE",
            "tags": request.get("tags") or {},
        }
        # A union, of which one member has to be set: left out rather than empty.
        if request.get("configuration"):
            self.backend.analyzers[name]["configuration"] = request["configuration"]
        return json.dumps({"arn": arn})

    def get_analyzer(self) -> str:
        return json.dumps({"analyzer": self.backend.find(self._get_param("analyzerName"))})

    def list_analyzers(self) -> str:
        asked = self._get_param("type")
        analyzers = [a for a in self.backend.analyzers.values() if asked in (None, a["type"])]
        return json.dumps({"analyzers": analyzers})

    def update_analyzer(self) -> str:
        analyzer = self.backend.find(self._get_param("analyzerName"))
        analyzer.update(body_of(self))
        return json.dumps({key: analyzer[key] for key in ("configuration",) if key in analyzer})

    def delete_analyzer(self) -> str:
        self.backend.find(self._get_param("analyzerName"))
        del self.backend.analyzers[self._get_param("analyzerName")]
        return json.dumps({})

    def list_tags_for_resource(self) -> str:
        return json.dumps({"tags": self.backend.tags_of(self.resource_arn())})

    def tag_resource(self) -> str:
        self.backend.tags_of(self.resource_arn()).update(body_of(self)["tags"])
        return json.dumps({})

    def untag_resource(self) -> str:
        for key in self.querystring.get("tagKeys", []):
            self.backend.tags_of(self.resource_arn()).pop(key, None)
        return json.dumps({})

    def resource_arn(self) -> str:
        # The ARN is the rest of the path, and has slashes of its own: moto's own path parameters end at the first.
        return unquote(self.raw_path.partition("/tags/")[2])


url_bases = [URL_BASE]
url_paths = {
    "{0}/analyzer$": AccessAnalyzerResponse.dispatch,
    "{0}/analyzer/(?P<name>[^/]+)$": AccessAnalyzerResponse.dispatch,
    "{0}/tags/(?P<arn>.+)$": AccessAnalyzerResponse.dispatch,
}
accessanalyzer_backends = BackendDict(AccessAnalyzerBackend, "accessanalyzer")
