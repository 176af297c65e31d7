/** A policy as IAM reads it. */
export interface Policy {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: '*' | Readonly<Record<string, OneOrMore>>;
  readonly Action: OneOrMore;
  readonly Resource: OneOrMore;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

type OneOrMore = string | readonly string[];

export interface Request {
  /** An ARN, or a service: `events.amazonaws.com`. */
  readonly principal: string;
  readonly action: string;
  readonly resource?: string;
  /** Condition keys, as the policies write them. */
  readonly context?: Readonly<Record<string, string>>;
}

const ELEMENTS = ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'];

const OPERATORS: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  StringEquals: (value, wanted) => value === wanted,
  StringLike: like,
  Bool: (value, wanted) => value === wanted,
  ArnLike: like,
};

/**
 * The policy that Terraform makes of the expression `${jsonencode({"key" = "value", ...})}`. A reference has no value yet: it
 * stays as text, `${aws_sns_topic.alerts.arn}`. Throws at any other expression in it.
 */
export function parsePolicy(expression: string): Policy {
  const object = /^\$\{jsonencode\((.*)\)\}$/s.exec(expression)?.[1];
  if (object === undefined) throw new Error(`Not a policy: ${expression}`);
  const strings = /"(?:[^"\\]|\\.)*"/.source;
  const references = /[a-z_]\w*(?:\.\w+)+/.source;
  return JSON.parse(
    object.replace(new RegExp(`${strings}|${references}|=`, 'g'), (token) => {
      if (token === '=') return ':';
      return token.startsWith('"') ? token : JSON.stringify(`\${${token}}`);
    }),
  );
}

/**
 * Whether this policy alone lets a request through. The root of an account stands for itself here, not for those whom IAM
 * policies of the account allow it. Throws at what it does not know, so that a policy never passes for what was not read.
 */
export function allows({ Statement }: Policy, request: Request): boolean {
  const applying = Statement.filter((statement) => applies(statement, request));
  return applying.some(({ Effect }) => Effect === 'Allow') && !applying.some(({ Effect }) => Effect === 'Deny');
}

function applies(statement: Statement, { principal, action, resource = '*', context = {} }: Request): boolean {
  const unknown = Object.keys(statement).filter((element) => !ELEMENTS.includes(element));
  if (unknown.length > 0) throw new Error(`Elements of a statement that are not known here: ${unknown}`);
  const conditions = Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => ({ operator, key, wanted })),
  );
  return (
    principals(statement).some((one) => one === '*' || one === principal) &&
    list(statement.Action).some((pattern) => like(action, pattern)) &&
    list(statement.Resource).some((pattern) => like(resource, pattern)) &&
    conditions.every(({ operator, key, wanted }) => {
      const holds = OPERATORS[operator];
      if (holds === undefined) throw new Error(`A condition that is not known here: ${operator}`);
      const value = context[key];
      return value !== undefined && list(wanted).some((one) => holds(value, one));
    })
  );
}

function principals({ Principal }: Statement): string[] {
  return Principal === '*' ? ['*'] : Object.values(Principal).flatMap(list);
}

function list(value: OneOrMore): string[] {
  return typeof value === 'string' ? [value] : [...value];
}

function like(value: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[^\w]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(value);
}
