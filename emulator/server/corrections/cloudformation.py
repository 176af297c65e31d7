"""CloudFormation: change sets. Put in place with the first stack that serverlessrepo.py makes, for it takes long to load."""

import logging

from moto.cloudformation import parsing
from moto.cloudformation.models import ChangeSet, CloudFormationBackend, Stack, cloudformation_backends

from . import rotation_application

log = logging.getLogger("cloudformation")

stock_apply = ChangeSet.apply
stock_execute = CloudFormationBackend.execute_change_set


def apply() -> None:
    if ChangeSet.apply is apply_change_set:
        return
    Stack.parameter_list = property(parameter_list)
    ChangeSet.apply = apply_change_set
    CloudFormationBackend.execute_change_set = execute_change_set
    model = rotation_application.RotationFunction
    parsing.get_model_list.cache_clear()
    parsing.get_model_map.cache_clear()
    assert model.cloudformation_type() in parsing.get_model_map()


# Stock moto shows a parameter that is a list as Python would.
def parameter_list(self) -> list[dict]:
    return [
        {"ParameterKey": key, "ParameterValue": ",".join(value) if isinstance(value, list) else value}
        for key, value in self.resource_map.resolved_parameters.items()
    ]


# Stock moto changes the resources, and leaves the stack's outputs, parameters and tags as they were.
def apply_change_set(self) -> None:
    stock_apply(self)
    stack = self.stack
    stack.template_dict = self.template_dict
    stack.description = self.template_dict.get("Description")
    stack.output_map = stack._create_output_map()
    stack.parameters, stack.tags = self.parameters, self.tags or {}


# Stock moto answers a resource that cannot be made by an error of this call; AWS takes back what it made, and says so.
def execute_change_set(self, change_set_name, stack_name=None) -> None:
    change_set = self.describe_change_set(change_set_name)
    try:
        stock_execute(self, change_set_name, stack_name)
    except Exception as error:
        log.warning("change set %s: %s", change_set_name, error)
        stack, creating = change_set.stack, change_set.change_set_type == "CREATE"
        reason = getattr(error, "message", None) or str(error)
        stack._add_stack_event("CREATE_FAILED" if creating else "UPDATE_FAILED", resource_status_reason=reason)
        stack.status = "ROLLBACK_COMPLETE" if creating else "UPDATE_ROLLBACK_COMPLETE"
        stack._add_stack_event(stack.status)
        change_set.execution_status = "EXECUTE_FAILED"


def backend(account: str, region: str) -> CloudFormationBackend:
    return cloudformation_backends[account][region]
