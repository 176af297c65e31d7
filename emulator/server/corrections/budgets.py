"""AWS Budgets."""

import json

from moto.budgets.exceptions import DuplicateRecordException, NotFoundException
from moto.budgets.models import Budget
from moto.budgets.responses import BudgetsResponse
from moto.core.utils import unix_time

from .support import kept

CORRECTED_TYPES = ("aws_budgets_budget",)

stock_create_budget = BudgetsResponse.create_budget
stock_delete_budget = BudgetsResponse.delete_budget


def apply() -> None:
    # Stock moto lacks these calls.
    BudgetsResponse.update_budget = update_budget
    BudgetsResponse.describe_subscribers_for_notification = describe_subscribers
    BudgetsResponse.create_subscriber = create_subscriber
    BudgetsResponse.delete_subscriber = delete_subscriber
    BudgetsResponse.update_subscriber = update_subscriber
    BudgetsResponse.update_notification = update_notification
    BudgetsResponse.list_tags_for_resource = list_tags
    BudgetsResponse.tag_resource = tag
    BudgetsResponse.untag_resource = untag
    # Stock moto forgets the tags, and deletes only notifications that equal what was given to the last key.
    BudgetsResponse.create_budget = create_budget
    BudgetsResponse.delete_budget = delete_budget
    BudgetsResponse.delete_notification = delete_notification


def budget_arn(response, name: str) -> str:
    return f"arn:aws:budgets::{response._get_param('AccountId')}:budget/{name}"


def create_budget(self):
    answer = stock_create_budget(self)
    name = self._get_param("Budget")["BudgetName"]
    set_tags(self, budget_arn(self, name), self._get_param("ResourceTags") or [])
    return answer


def delete_budget(self):
    kept(self.backend, "tags").pop(budget_arn(self, self._get_param("BudgetName")), None)
    return stock_delete_budget(self)


def find_budget(self, name: str) -> Budget:
    budget = self.backend.budgets[self._get_param("AccountId")].get(name)
    if budget is None:
        raise NotFoundException(f"Unable to get budget: {name} - the budget doesn't exist.")
    return budget


def update_budget(self):
    new = self._get_param("NewBudget")
    budget = find_budget(self, new["BudgetName"])
    budget.budget = {"TimePeriod": budget.budget["TimePeriod"], **new, "LastUpdatedTime": unix_time()}
    return json.dumps({})


def identity(notification: dict) -> tuple:
    """What makes two descriptions the same notification; the state (OK, ALARM) and the defaults are left out."""
    return (
        notification["NotificationType"],
        notification["ComparisonOperator"],
        float(notification["Threshold"]),
        notification.get("ThresholdType", "PERCENTAGE"),
    )


def find_notification(self, wanted: dict | None = None):
    wanted = wanted or self._get_param("Notification")
    for notification in find_budget(self, self._get_param("BudgetName")).notifications:
        if identity(notification.details) == identity(wanted):
            return notification
    raise NotFoundException("Unable to get notification - the notification doesn't exist.")


def delete_notification(self):
    notification = find_notification(self)
    find_budget(self, self._get_param("BudgetName")).notifications.remove(notification)
    return json.dumps({})


def update_notification(self):
    find_notification(self, self._get_param("OldNotification")).details = self._get_param("NewNotification")
    return json.dumps({})


def describe_subscribers(self):
    return json.dumps({"Subscribers": find_notification(self).subscribers})


def create_subscriber(self):
    subscribers, new = find_notification(self).subscribers, self._get_param("Subscriber")
    if new in subscribers:
        raise DuplicateRecordException(record_type="subscriber", record_name=new["Address"])
    subscribers.append(new)
    return json.dumps({})


def delete_subscriber(self):
    notification = find_notification(self)
    notification.subscribers = [s for s in notification.subscribers if s != self._get_param("Subscriber")]
    return json.dumps({})


def update_subscriber(self):
    notification, old = find_notification(self), self._get_param("OldSubscriber")
    notification.subscribers = [self._get_param("NewSubscriber") if s == old else s for s in notification.subscribers]
    return json.dumps({})


def set_tags(self, arn: str, tags: list[dict]) -> None:
    kept(self.backend, "tags").setdefault(arn, {}).update({tag["Key"]: tag["Value"] for tag in tags})


def list_tags(self):
    tags = kept(self.backend, "tags").get(self._get_param("ResourceARN"), {})
    return json.dumps({"ResourceTags": [{"Key": key, "Value": value} for key, value in tags.items()]})


def tag(self):
    set_tags(self, self._get_param("ResourceARN"), self._get_param("ResourceTags"))
    return json.dumps({})


def untag(self):
    tags = kept(self.backend, "tags").get(self._get_param("ResourceARN"), {})
    for key in self._get_param("ResourceTagKeys"):
        tags.pop(key, None)
    return json.dumps({})
