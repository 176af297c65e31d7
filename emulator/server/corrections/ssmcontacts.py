"""The contacts of Incident Manager. Stock moto has no backend for them: this is one, for the calls that Terraform makes."""

import json
import re
import sys
import uuid
from types import ModuleType

from moto.backend_index import backend_url_patterns
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.responses import BaseResponse

from . import ssmincidents
from .support import ServiceError, body_of

CORRECTED_TYPES = ("aws_ssmcontacts_contact", "aws_ssmcontacts_contact_channel", "aws_ssmcontacts_plan")

URL_BASE = r"https?://ssm-contacts\.(.+)\.amazonaws\.com"
ADDRESSES = {
    "EMAIL": re.compile(r"[^@\s]+@[^@\s]+"),
    "SMS": re.compile(r"\+[1-9]\d{1,14}"),
    "VOICE": re.compile(r"\+[1-9]\d{1,14}"),
}


def apply() -> None:
    # moto finds a service by its host name, then imports moto.<service>; here is one that is not on the disk.
    backend_url_patterns.append(("ssmcontacts", re.compile(URL_BASE)))
    module = ModuleType("moto.ssmcontacts")
    module.ssmcontacts_backends = ssmcontacts_backends
    sys.modules["moto.ssmcontacts"] = module


class ContactsBackend(BaseBackend):
    def __init__(self, region_name: str, account_id: str):
        super().__init__(region_name, account_id)
        self.contacts: dict[str, dict] = {}
        self.channels: dict[str, dict] = {}
        self.tags: dict[str, dict[str, str]] = {}

    @property
    def _url_module(self):
        return sys.modules[__name__]

    def find_contact(self, arn: str) -> dict:
        if arn not in self.contacts:
            raise ServiceError("ResourceNotFoundException", f"Contact not found: {arn}")
        return self.contacts[arn]

    def find_channel(self, arn: str) -> dict:
        if arn not in self.channels:
            raise ServiceError("ResourceNotFoundException", f"Contact channel not found: {arn}")
        return self.channels[arn]

    def check_plan(self, contact: dict, plan: dict) -> None:
        """A contact is called by its own channels, an escalation plan calls contacts."""
        for stage in plan.get("Stages") or []:
            if not 0 <= stage["DurationInMinutes"] <= 30:
                raise ServiceError("ValidationException", "A stage lasts 0 to 30 minutes")
            for target in stage["Targets"]:
                if contact["Type"] == "ESCALATION":
                    self.find_contact(target["ContactTargetInfo"]["ContactId"])
                elif self.find_channel(target["ChannelTargetInfo"]["ContactChannelId"])["ContactArn"] != contact["ContactArn"]:
                    raise ServiceError("ValidationException", "The channel is another contact's")


class ContactsResponse(BaseResponse):
    def __init__(self) -> None:
        super().__init__(service_name="ssm-contacts")

    @property
    def backend(self) -> ContactsBackend:
        return ssmcontacts_backends[self.current_account][self.region]

    def create_contact(self) -> str:
        request = body_of(self)
        if ssmincidents.account(self.current_account).replication_set is None:
            # What AWS says where there is no replication set.
            raise ServiceError("ValidationException", "Invalid value provided - Account not found for the request")
        arn = self.arn("contact", request["Alias"])
        if arn in self.backend.contacts:
            raise ServiceError("ConflictException", f"The contact {request['Alias']} exists already")
        contact = {key: request[key] for key in ("Alias", "DisplayName", "Type") if key in request}
        contact |= {"ContactArn": arn, "Plan": {"Stages": request["Plan"].get("Stages") or []}}
        self.backend.check_plan(contact, contact["Plan"])
        self.backend.contacts[arn] = contact
        self.backend.tags[arn] = {tag["Key"]: tag["Value"] for tag in request.get("Tags") or []}
        return json.dumps({"ContactArn": arn})

    def get_contact(self) -> str:
        return json.dumps(self.backend.find_contact(body_of(self)["ContactId"]))

    def list_contacts(self) -> str:
        contacts = self.backend.contacts.values()
        return json.dumps({"Contacts": [{key: one[key] for key in one if key != "Plan"} for one in contacts]})

    def update_contact(self) -> str:
        request = body_of(self)
        contact = self.backend.find_contact(request["ContactId"])
        if "Plan" in request:
            self.backend.check_plan(contact, request["Plan"])
            contact["Plan"] = {"Stages": request["Plan"].get("Stages") or []}
        if "DisplayName" in request:
            contact["DisplayName"] = request["DisplayName"]
        return json.dumps({})

    def delete_contact(self) -> str:
        arn = self.backend.find_contact(body_of(self)["ContactId"])["ContactArn"]
        del self.backend.contacts[arn]
        self.backend.tags.pop(arn)
        return json.dumps({})

    def create_contact_channel(self) -> str:
        request = body_of(self)
        contact = self.backend.find_contact(request["ContactId"])
        check_address(request["Type"], request["DeliveryAddress"])
        arn = self.arn("contact-channel", f"{contact['Alias']}/{uuid.uuid4()}")
        self.backend.channels[arn] = {
            "ContactArn": contact["ContactArn"],
            "ContactChannelArn": arn,
            "Name": request["Name"],
            "Type": request["Type"],
            "DeliveryAddress": request["DeliveryAddress"],
            "ActivationStatus": "NOT_ACTIVATED",
        }
        return json.dumps({"ContactChannelArn": arn})

    def get_contact_channel(self) -> str:
        return json.dumps(self.backend.find_channel(body_of(self)["ContactChannelId"]))

    def list_contact_channels(self) -> str:
        contact = body_of(self)["ContactId"]
        channels = [one for one in self.backend.channels.values() if one["ContactArn"] == contact]
        return json.dumps({"ContactChannels": channels})

    def update_contact_channel(self) -> str:
        request = body_of(self)
        channel = self.backend.find_channel(request["ContactChannelId"])
        if "DeliveryAddress" in request:
            check_address(channel["Type"], request["DeliveryAddress"])
            # The new address has confirmed nothing.
            channel |= {"DeliveryAddress": request["DeliveryAddress"], "ActivationStatus": "NOT_ACTIVATED"}
        if "Name" in request:
            channel["Name"] = request["Name"]
        return json.dumps({})

    def delete_contact_channel(self) -> str:
        del self.backend.channels[self.backend.find_channel(body_of(self)["ContactChannelId"])["ContactChannelArn"]]
        return json.dumps({})

    def list_tags_for_resource(self) -> str:
        tags = self.tags_of_request()
        return json.dumps({"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]})

    def tag_resource(self) -> str:
        self.tags_of_request().update({tag["Key"]: tag["Value"] for tag in body_of(self)["Tags"]})
        return json.dumps({})

    def untag_resource(self) -> str:
        for key in body_of(self)["TagKeys"]:
            self.tags_of_request().pop(key, None)
        return json.dumps({})

    def tags_of_request(self) -> dict[str, str]:
        return self.backend.tags[self.backend.find_contact(body_of(self)["ResourceARN"])["ContactArn"]]

    def arn(self, kind: str, name: str) -> str:
        return f"arn:aws:ssm-contacts:{self.region}:{self.current_account}:{kind}/{name}"


def check_address(kind: str, address: dict) -> None:
    if not ADDRESSES[kind].fullmatch(address["SimpleAddress"]):
        raise ServiceError("ValidationException", f"Invalid value provided - {kind} delivery address")


url_bases = [URL_BASE]
url_paths = {"{0}/$": ContactsResponse.dispatch}
ssmcontacts_backends = BackendDict(ContactsBackend, "ssm-contacts")
