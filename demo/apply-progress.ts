import { stripVTControlCharacters } from 'node:util';

const DONE = { Creation: 'created', Destruction: 'destroyed', Modifications: 'changed' } as const;

/** Terraform writes `aws_x.y["key"]: Creating...`; cdktf puts the construct in between: `aws_x.y (beta/x/y)["key"]: Creating...`. */
const EVENT =
  /(\w+(?:\.\w+)+)(?: \([^)]*\))?((?:\[[^\]]*\])?): (Creating|Destroying|Modifying|Creation|Destruction|Modifications)(\.\.\.| complete)/;

/** Follows what `terraform apply` or `destroy` prints, also through cdktf, which begins each line with the stack's name. */
export class ApplyProgress {
  private readonly underWay = new Set<string>();
  private readonly done = { created: 0, changed: 0, destroyed: 0 };

  /**
   * @param total resources that are to be created, changed or destroyed
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
    const done = counts.map(([verb, number]) => `${number} of ${this.total} ${verb}`);
    const waitingFor = [...this.underWay].find((address) => address in this.slow) ?? [...this.underWay][0];
    return [...done, ...(waitingFor ? [`waiting for ${waitingFor}`] : [])].join(', ');
  }
}
