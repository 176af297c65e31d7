/** A call of an AWS service with a JSON protocol, or of IAM, as the SDKs make it; the emulator checks no signature. */
export async function call(
  endpoint: string,
  service: string,
  action: string,
  input: Record<string, string> = {},
  accessKeyId = 'test',
): Promise<{ status: number; body: string }> {
  const isQuery = service === 'iam';
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      Authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=none`,
      ...(isQuery
        ? { 'Content-Type': 'application/x-www-form-urlencoded' }
        : { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': `${service}.${action}` }),
    },
    body: isQuery
      ? new URLSearchParams({ Action: action, Version: '2010-05-08', ...input }).toString()
      : JSON.stringify(input),
  });
  return { status: answer.status, body: await answer.text() };
}

/** An IAM user of the emulator with one policy. @returns the user's access key */
export async function createUser(endpoint: string, name: string, ...statements: object[]) {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  await call(endpoint, 'iam', 'CreateUser', { UserName: name });
  await call(endpoint, 'iam', 'PutUserPolicy', { UserName: name, PolicyName: 'only', PolicyDocument: document });
  const { body } = await call(endpoint, 'iam', 'CreateAccessKey', { UserName: name });
  const value = (tag: string) => new RegExp(`<${tag}>(.*)</${tag}>`).exec(body)?.[1] as string;
  return { accessKeyId: value('AccessKeyId'), secretAccessKey: value('SecretAccessKey') };
}
