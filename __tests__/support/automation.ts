import { parsePolicy } from './policy';
import type { Json } from './stack-json';

/** The content of an Automation document, as Systems Manager reads it. A reference has no value yet: it stays as text. */
export function automation(stack: Json, name: string): Json {
  return parsePolicy(stack.resource.aws_ssm_document[name].content);
}

/**
 * The names of the steps that run, where the outputs of the steps before are these: `{'database.MultiAZ': true}`. Throws at
 * what it does not know, so that a document never passes for what was not read.
 */
export function steps(document: Json, outputs: Readonly<Record<string, unknown>>): string[] {
  const ran: string[] = [];
  let index = 0;
  for (;;) {
    const step = document.mainSteps[index];
    if (step === undefined) return ran;
    ran.push(step.name);
    if (step.isEnd) return ran;
    index = step.action === 'aws:branch' ? indexOf(document, chosen(step, outputs)) : index + 1;
  }
}

function chosen({ inputs }: Json, outputs: Readonly<Record<string, unknown>>): string {
  const choice = inputs.Choices.find(({ And }: Json) => And.every((condition: Json) => holds(condition, outputs)));
  return choice?.NextStep ?? inputs.Default;
}

function holds({ Variable, ...test }: Json, outputs: Readonly<Record<string, unknown>>): boolean {
  const [[operator, wanted]] = Object.entries(test) as [[string, unknown]];
  if (!['StringEquals', 'BooleanEquals'].includes(operator)) throw new Error(`Not known here: ${operator}`);
  const name = /^\{\{ (.*) \}\}$/.exec(Variable)?.[1] as string;
  if (!(name in outputs)) throw new Error(`No step gives ${name}`);
  return outputs[name] === wanted;
}

function indexOf(document: Json, name: string): number {
  const index = document.mainSteps.findIndex((step: Json) => step.name === name);
  if (index === -1) throw new Error(`No step ${name}`);
  return index;
}
