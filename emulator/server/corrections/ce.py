"""Cost Explorer: cost anomaly detection. Stock moto has none of it."""

import json
import uuid
from datetime import datetime, timezone

from moto.ce.responses import CostExplorerResponse

from .support import ServiceError, body_of, kept

CORRECTED_TYPES = ("aws_ce_anomaly_monitor", "aws_ce_anomaly_subscription")


def apply() -> None:
    # Tags: moto's own tag calls of this service work for any ARN.
    add_calls("Monitor", "UnknownMonitorException")
    add_calls("Subscription", "UnknownSubscriptionException")


def add_calls(kind: str, not_found: str) -> None:
    """The four calls on anomaly monitors and on anomaly subscriptions differ in names only."""
    name, arn_key, plural = f"Anomaly{kind}", f"{kind}Arn", f"Anomaly{kind}s"

    def create(self):
        request = body_of(self)
        arn = f"arn:aws:ce::{self.current_account}:{name.lower()}/{uuid.uuid4()}"
        item = {**request[name], arn_key: arn}
        if kind == "Monitor":
            item["CreationDate"] = datetime.now(timezone.utc).strftime("%Y-%m-%d")
        else:
            item["AccountId"] = self.current_account
        kept(self.ce_backend, kind)[arn] = item
        self.ce_backend.tag_resource(arn, request.get("ResourceTags") or [])
        return json.dumps({arn_key: arn})

    def get(self):
        items = kept(self.ce_backend, kind)
        asked = body_of(self).get(f"{arn_key}List") or list(items)
        for arn in asked:
            find(items, arn)
        return json.dumps({plural: [items[arn] for arn in asked]})

    def update(self):
        request = body_of(self)
        find(kept(self.ce_backend, kind), request[arn_key]).update(request)
        return json.dumps({arn_key: request[arn_key]})

    def delete(self):
        items, arn = kept(self.ce_backend, kind), body_of(self)[arn_key]
        find(items, arn)
        del items[arn]
        return json.dumps({})

    def find(items: dict, arn: str) -> dict:
        if arn not in items:
            raise ServiceError(not_found, f"no {name} {arn}")
        return items[arn]

    setattr(CostExplorerResponse, f"create_anomaly_{kind.lower()}", create)
    setattr(CostExplorerResponse, f"get_anomaly_{kind.lower()}s", get)
    setattr(CostExplorerResponse, f"update_anomaly_{kind.lower()}", update)
    setattr(CostExplorerResponse, f"delete_anomaly_{kind.lower()}", delete)
