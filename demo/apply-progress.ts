import { stripVTControlCharacters } from 'node:util';

import type { Change } from './plan-summary';

const DONE = { Creation: 'created', Destruction: 'destroyed', Modifications: 'changed' } as const;

/** Terraform writes `aws_x.y["key"]: Creating...`; cdktf puts the construct in between: `aws_x.y (beta/x/y)["key"]: Creating...`. */
const EVENT =
  /(\w+(?:\.\w+)+)(?: \([^)]*\))?((?:\[[^\]]*\])?): (Creating|Destroying|Modifying|Creation|Destruction|Modifications)(\.\.\.| complete)/;

/** Follows what `terraform apply` or `destroy` prints, also through cdktf, which begins each line with the stack's name. */
export class ApplyProgress {
  private readonly underWay = new Set<string>();
  private readonly done = { created: 0, changed: 0, destroyed: 0 };

  /**
   * @param total see `operations`
   * @param slow for those that take long, by address: a word on the reason
   */
  constructor(
    private readonly total: number,
    private readonly slow: Readonly<Record<string, string>>,
  ) {}

  /** @returns the word on the reason, where a resource that takes long begins */
  read(line: string): string | undefined {
    const event = EVENT.exec(stripVTControlCharacters(line));
    if (!event) return undefined;
    const [, resource, key, what] = event as unknown as [string, string, string, string];
    if (what in DONE) {
      this.underWay.delete(resource + key);
      this.done[DONE[what as keyof typeof DONE]] += 1;
      return undefined;
    }
    this.underWay.add(resource + key);
    return this.slow[resource];
  }

  /** `53 of 57 created, waiting for aws_db_instance.database`; empty as long as nothing has begun. */
  text(): string {
    const counts = Object.entries(this.done).filter(([, number]) => number > 0);
    if (counts.length === 0 && this.underWay.size === 0) return '';
    const sum = counts.reduce((total, [, number]) => total + number, 0);
    const done = counts.length > 0 ? [`${sum} of ${this.total} ${counts.map(([verb]) => verb).join(' or ')}`] : [];
    const waitingFor = [...this.underWay].find((address) => address in this.slow) ?? [...this.underWay][0];
    return [...done, ...(waitingFor ? [`waiting for ${waitingFor}`] : [])].join(', ');
  }
}

/** How many steps an apply says that it has completed: of a replacement two. */
export function operations(changes: readonly Pick<Change, 'action'>[]): number {
  const stepsOf = { create: 1, update: 1, delete: 1, replace: 2, forget: 0, read: 0 };
  return changes.reduce((sum, { action }) => sum + (action ? stepsOf[action] : 0), 0);
}
