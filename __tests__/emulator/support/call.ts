/** Services with a query protocol, and the version that their requests name. */
const QUERY_VERSIONS: Readonly<Record<string, string>> = {
  iam: '2010-05-08',
  sts: '2011-06-15',
  ec2: '2016-11-15',
  rds: '2014-10-31',
  cloudformation: '2010-05-15',
};

/** An access key, or that of a session with its token. */
export type Caller = string | { readonly accessKeyId: string; readonly sessionToken: string };

/** A call of an AWS service with a JSON or a query protocol, as the SDKs make it; the emulator checks no signature. */
export async function call(
  endpoint: string,
  service: string,
  action: string,
  input: Record<string, unknown> = {},
  caller: Caller = 'test',
  region = 'us-east-1',
): Promise<{ status: number; body: string }> {
  const version = QUERY_VERSIONS[service];
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      Authorization: authorization(service, typeof caller === 'string' ? caller : caller.accessKeyId, region),
      ...(typeof caller === 'string' ? {} : { 'X-Amz-Security-Token': caller.sessionToken }),
      ...(version
        ? { 'Content-Type': 'application/x-www-form-urlencoded' }
        : { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': `${service}.${action}` }),
    },
    body: version
      ? new URLSearchParams({ Action: action, Version: version, ...(input as Record<string, string>) }).toString()
      : JSON.stringify(input),
  });
  return { status: answer.status, body: await answer.text() };
}

/** A call of an AWS service with a REST protocol. */
export async function callRest(endpoint: string, service: string, method: string, path: string, input?: object) {
  const answer = await fetch(`${endpoint}${path}`, {
    method,
    headers: { Authorization: authorization(service, 'test'), 'Content-Type': 'application/json' },
    body: input && JSON.stringify(input),
  });
  return { status: answer.status, body: await answer.text() };
}

function authorization(service: string, accessKeyId: string, region = 'us-east-1'): string {
  const scope = `${accessKeyId}/20260101/${region}/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`;
}

/** An IAM user of the emulator with one policy. @returns the user's access key */
export async function createUser(endpoint: string, name: string, ...statements: object[]) {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  await call(endpoint, 'iam', 'CreateUser', { UserName: name });
  await call(endpoint, 'iam', 'PutUserPolicy', { UserName: name, PolicyName: 'only', PolicyDocument: document });
  const { body } = await call(endpoint, 'iam', 'CreateAccessKey', { UserName: name });
  return { accessKeyId: element(body, 'AccessKeyId'), secretAccessKey: element(body, 'SecretAccessKey') };
}

/** Credentials of the role, whether it exists or not. */
export async function assumeRole(endpoint: string, arn: string): Promise<Exclude<Caller, string>> {
  const { body } = await call(endpoint, 'sts', 'AssumeRole', { RoleArn: arn, RoleSessionName: 'session' });
  return { accessKeyId: element(body, 'AccessKeyId'), sessionToken: element(body, 'SessionToken') };
}

/** The text of the first element of that name in an XML answer. */
export function element(xml: string, name: string): string {
  const found = new RegExp(`<${name}>(.*?)</${name}>`).exec(xml);
  if (found === null) throw new Error(`no ${name} in ${xml}`);
  return found[1] as string;
}
