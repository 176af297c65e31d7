/** The ARNs of roles in any account. */
export function roleArns(names: readonly string[]): string[] {
  return names.map((name) => `arn:aws:iam::*:role/${name}`);
}

/** A condition that leaves these roles out; nothing where there are none. */
export function unlessRole(names: readonly string[]): Readonly<Record<string, unknown>> {
  return names.length === 0 ? {} : { ArnNotLike: { 'aws:PrincipalArn': roleArns(names) } };
}
