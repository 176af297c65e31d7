"""AWS Backup."""

import json
import time
from urllib.parse import unquote

from moto.backup.exceptions import ResourceNotFoundException
from moto.backup.models import Plan
from moto.backup.responses import BackupResponse
from moto.moto_api._internal import mock_random

from .support import ServiceError, body_of, kept

CORRECTED_TYPES = ("aws_backup_plan", "aws_backup_selection", "aws_backup_vault")

stock_delete_plan = BackupResponse.delete_backup_plan


def apply() -> None:
    BackupResponse.list_tags = list_tags
    BackupResponse.update_backup_plan = update_plan
    BackupResponse.delete_backup_plan = delete_plan
    # Stock moto lacks selections. Their addresses are below a plan's, for which it has a pattern.
    BackupResponse.create_backup_selection = create_selection
    BackupResponse.get_backup_selection = get_selection
    BackupResponse.list_backup_selections = list_selections
    BackupResponse.delete_backup_selection = delete_selection


# Stock moto reads the ARN as if a slash followed it, and finds no tags.
def list_tags(self):
    arn = unquote(self.path.split("/tags/")[1]).rstrip("/")
    return json.dumps({"Tags": self.backup_backend.list_tags(resource_arn=arn)})


# Stock moto lacks the call.
def update_plan(self):
    plan = self.backup_backend.get_backup_plan(backup_plan_id=plan_id(self), version_id=None)
    changed = Plan(backup_plan=body_of(self)["BackupPlan"], creator_request_id="", backend=self.backup_backend)
    plan.backup_plan, plan.version_id = changed.backup_plan, changed.version_id
    return json.dumps(plan.to_dict())


def delete_plan(self):
    if selections_of(self):
        raise ServiceError("InvalidRequestException", "Related backup plan selections must be deleted prior to backup plan")
    return stock_delete_plan(self)


def create_selection(self):
    self.backup_backend.get_backup_plan(backup_plan_id=plan_id(self), version_id=None)  # refuses where there is none
    selection = {
        "BackupSelection": body_of(self)["BackupSelection"],
        "SelectionId": str(mock_random.uuid4()),
        "BackupPlanId": plan_id(self),
        "CreationDate": time.time(),
    }
    kept(self.backup_backend, "selections")[selection["SelectionId"]] = selection
    return json.dumps({key: value for key, value in selection.items() if key != "BackupSelection"})


def get_selection(self):
    selection = kept(self.backup_backend, "selections").get(last_segment(self))
    if selection is None:
        raise ResourceNotFoundException("Cannot find Backup selection")
    return json.dumps(selection)


def list_selections(self):
    return json.dumps({"BackupSelectionsList": selections_of(self)})


def delete_selection(self):
    kept(self.backup_backend, "selections").pop(last_segment(self), None)
    return "{}"


def selections_of(self) -> list[dict]:
    plan = plan_id(self)
    return [
        {
            "SelectionId": selection["SelectionId"],
            "SelectionName": selection["BackupSelection"]["SelectionName"],
            "BackupPlanId": plan,
            "IamRoleArn": selection["BackupSelection"]["IamRoleArn"],
            "CreationDate": selection["CreationDate"],
        }
        for selection in kept(self.backup_backend, "selections").values()
        if selection["BackupPlanId"] == plan
    ]


# /backup/plans/PLAN/selections/SELECTION
def plan_id(self) -> str:
    return self.path.split("/plans/")[1].split("/")[0]


def last_segment(self) -> str:
    return self.path.rstrip("/").split("/")[-1]
