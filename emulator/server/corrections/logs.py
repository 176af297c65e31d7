"""CloudWatch Logs."""

from moto.logs.models import LogGroup
from moto.logs.responses import LogsResponse

CORRECTED_TYPES = ("aws_cloudwatch_log_group",)

stock_describe = LogGroup.to_describe_dict
stock_create = LogsResponse.create_log_group


def apply() -> None:
    LogGroup.to_describe_dict = describe
    LogsResponse.create_log_group = create_log_group


# Stock moto forgets the class of a log group, so every plan replaces a group that names one.
def create_log_group(self):
    answer = stock_create(self)
    group = self.logs_backend.groups[self._get_param("logGroupName")]
    group.log_group_class = self._get_param("logGroupClass") or "STANDARD"
    return answer


def describe(self):
    return {**stock_describe(self), "logGroupClass": getattr(self, "log_group_class", "STANDARD")}
