"""The SAR application SecretsManagerRDSPostgreSQLRotationSingleUser: its parameters, and what its stack is made of.

Sources: the template as quoted in github.com/aws-samples/aws-secrets-manager-rotation-lambdas, issues 27 (version 1.1.384) and
161 (2025-09-02); versions and runtimes from aws-cdk's aws-secretsmanager/lib/secret-rotation.ts and its pull requests 35528
(1.1.618, Python 3.10), 37660 (1.1.650, Python 3.12) and 38462 (2026-07-31; 1.1.671). Looked up on 2026-11-22.
"""

import base64
import io
import json
import uuid
import zipfile

from moto.awslambda.models import lambda_backends
from moto.core.common_models import CloudFormationModel
from moto.iam.models import iam_backends
from moto.utilities.utils import get_partition

APPLICATION_ID = (
    "arn:aws:serverlessrepo:us-east-1:297356227824:applications/SecretsManagerRDSPostgreSQLRotationSingleUser"
)
# Version -> the runtime that it defaults to. The last is what one gets who asks for none.
VERSIONS = {"1.1.618": "python3.10", "1.1.650": "python3.12", "1.1.671": "python3.12"}
CAPABILITIES = ("CAPABILITY_IAM", "CAPABILITY_RESOURCE_POLICY")
LOGICAL_ID = "SecretsManagerRDSPostgreSQLRotationSingleUser"

LAMBDA = {"Service": "lambda.amazonaws.com"}
MANAGED_POLICIES = ("AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole")


def parameters(version: str) -> dict[str, dict]:
    """Name -> type and default, as a template has them."""
    return {
        "endpoint": {"Type": "String"},
        "functionName": {"Type": "String"},
        "invokingServicePrincipal": {"Type": "String", "Default": "secretsmanager.amazonaws.com"},
        "vpcSubnetIds": {"Type": "CommaDelimitedList", "Default": ""},
        "vpcSecurityGroupIds": {"Type": "CommaDelimitedList", "Default": ""},
        "kmsKeyArn": {"Type": "String", "Default": ""},
        "excludeCharacters": {"Type": "String", "Default": ":/@\"'\\"},
        "runtime": {"Type": "String", "Default": VERSIONS[version]},
    }


def template(version: str) -> str:
    names = parameters(version)
    return json.dumps(
        {
            "AWSTemplateFormatVersion": "2010-09-09",
            "Description": "Rotates a secret for Amazon RDS PostgreSQL with the single user rotation strategy.",
            "Parameters": names,
            # As in the original a function, its role and its permission; one resource here, which makes all three.
            "Resources": {
                LOGICAL_ID: {
                    "Type": "AWS::Serverless::Function",
                    "Properties": {name: {"Ref": name} for name in names},
                }
            },
            "Outputs": {"RotationLambdaARN": {"Value": {"Fn::GetAtt": [LOGICAL_ID, "Arn"]}}},
        }
    )


class RotationFunction(CloudFormationModel):
    """The function, its role and its permission, as one resource of a stack."""

    def __init__(self, properties: dict, account_id: str, region: str):
        self.account_id, self.region, self.properties = account_id, region, properties
        self.name = properties["functionName"]
        if self.lambdas._lambdas.get_arn(self.arn):
            raise ValueError(f"{self.name} already exists in stack")
        role_name = f"serverlessrepo-{LOGICAL_ID[:26]}-{uuid.uuid4().hex[:12].upper()}"
        self.role = self.iam.create_role(
            role_name=role_name,
            assume_role_policy_document=json.dumps(
                {"Version": "2012-10-17", "Statement": statement("sts:AssumeRole", Principal=LAMBDA)}
            ),
            path="/",
            permissions_boundary="",
            description="",
            tags=[{"Key": "lambda:createdBy", "Value": "SAM"}],
            max_session_duration="3600",
        )
        for policy in MANAGED_POLICIES:
            self.iam.attach_role_policy(f"arn:aws:iam::aws:policy/service-role/{policy}", role_name)
        self.role.put_policy(f"{LOGICAL_ID}RolePolicy", json.dumps(self.role_policy()))
        spec = {**self.configuration(), "FunctionName": self.name, "Code": {"ZipFile": archive()}}
        try:
            self.function = self.lambdas.create_function(spec)
        except Exception:
            self.delete_role()
            raise
        self.allow_invocation()

    @property
    def arn(self) -> str:
        return f"arn:{get_partition(self.region)}:lambda:{self.region}:{self.account_id}:function:{self.name}"

    @property
    def lambdas(self):
        return lambda_backends[self.account_id][self.region]

    @property
    def iam(self):
        return iam_backends[self.account_id][get_partition(self.region)]

    @property
    def physical_resource_id(self) -> str:
        return self.name

    def configuration(self) -> dict:
        subnets, groups = filled(self.properties["vpcSubnetIds"]), filled(self.properties["vpcSecurityGroupIds"])
        return {
            "Handler": "lambda_function.lambda_handler",
            "Role": self.role.arn,
            "Runtime": self.properties["runtime"],
            "Timeout": 30,
            "Description": "Rotates a Secrets Manager secret for Amazon RDS PostgreSQL credentials",
            "Environment": {
                "Variables": {
                    "SECRETS_MANAGER_ENDPOINT": self.properties["endpoint"],
                    "EXCLUDE_CHARACTERS": self.properties["excludeCharacters"],
                }
            },
            "VpcConfig": {"SubnetIds": subnets, "SecurityGroupIds": groups},
        }

    def role_policy(self) -> dict:
        own = {"StringEquals": {"secretsmanager:resource/AllowRotationLambdaArn": self.arn}}
        calls = ("DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage")
        statements = [
            statement([f"secretsmanager:{call}" for call in calls], Resource="*", Condition=own),
            statement("secretsmanager:GetRandomPassword", Resource="*"),
        ]
        if self.properties["kmsKeyArn"]:
            actions = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
            statements.append(statement(actions, Resource=self.properties["kmsKeyArn"]))
        return {"Version": "2012-10-17", "Statement": statements}

    def allow_invocation(self) -> None:
        permission = {
            "StatementId": f"{LOGICAL_ID}Permission",
            "Action": "lambda:InvokeFunction",
            "Principal": self.properties["invokingServicePrincipal"],
        }
        self.function.policy.add_statement(json.dumps(permission))

    def delete(self, account_id: str, region: str) -> None:
        if self.lambdas._lambdas.get_arn(self.arn):
            self.lambdas.delete_function(self.name)
        self.delete_role()

    def delete_role(self) -> None:
        if self.role.id in self.iam.roles:
            self.role.managed_policies.clear()
            self.role.policies.clear()
            self.iam.delete_role(self.role.name)

    @staticmethod
    def cloudformation_name_type() -> str:
        return ""

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::Serverless::Function"

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        return attr == "Arn"

    def get_cfn_attribute(self, attribute_name: str) -> str:
        return self.arn

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **_):
        return cls(cloudformation_json["Properties"], account_id, region_name)

    @classmethod
    def update_from_cloudformation_json(
        cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
    ):
        properties = cloudformation_json["Properties"]
        if properties["functionName"] != original_resource.name:
            renamed = cls(properties, account_id, region_name)
            original_resource.delete(account_id, region_name)
            return renamed
        self = original_resource
        previous, self.properties = self.properties, properties
        try:
            self.function.update_configuration(self.configuration())
        except Exception:
            self.properties = previous
            raise
        self.role.put_policy(f"{LOGICAL_ID}RolePolicy", json.dumps(self.role_policy()))
        self.function.policy.statements.clear()
        self.allow_invocation()
        return self


def statement(action, **more) -> dict:
    return {"Effect": "Allow", "Action": action, **more}


def filled(values: list[str] | str) -> list[str]:
    """An empty list of a template is one empty string."""
    given = values if isinstance(values, list) else [values]
    return [value for value in given if value]


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as code:
        # Nobody runs it: emulator/server/rotation_function.py does.
        code.writestr(zipfile.ZipInfo("lambda_function.py"), "")
    return base64.b64encode(file.getvalue())
