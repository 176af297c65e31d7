import { stripVTControlCharacters } from 'node:util';

const DONE = { Creation: 'created', Destruction: 'destroyed', Modifications: 'changed' } as const;

/** Follows what `terraform apply` or `destroy` prints, also through cdktf, which begins each line with the stack's name. */
/** Terraform writes `aws_x.y["key"]: Creating...`; cdktf puts the construct in between: `aws_x.y (beta/x/y)["key"]: Creating...`. */
const EVENT =
  /(\w+(?:\.\w+)+)(?: \([^)]*\))?((?:\[[^\]]*\])?): (Creating|Destroying|Modifying|Creation|Destruction|Modifications)(\.\.\.| complete)/;

export class ApplyProgress {
  private readonly underWay = new Set<string>();
  private done = 0;
  private verb: string = 'done';

  /**
   * @param total resources that are to be created, changed or destroyed
   * @param why for the ones that take long: a word on the reason, by address
   */
  constructor(
    private readonly total: number,
    private readonly why: Readonly<Record<string, string>>,
  ) {}

  read(line: string): void {
    const event = EVENT.exec(stripVTControlCharacters(line));
    if (!event) return;
    const [, resource, key, what] = event as unknown as [string, string, string, string];
    const done = DONE[what as keyof typeof DONE];
    if (done === undefined) {
      this.underWay.add(resource + key);
    } else {
      this.underWay.delete(resource + key);
      this.done += 1;
      this.verb = done;
    }
  }

  /** `41 of 57 created, waiting for aws_db_instance.database: <why>` */
  text(): string {
    const counts = `${this.done} of ${this.total} ${this.verb}`;
    const [slow] = [...this.underWay].filter((address) => this.why[address]);
    if (slow) return `${counts}, waiting for ${slow}: ${this.why[slow]}`;
    const [first] = this.underWay;
    return first ? `${counts}, ${first}` : counts;
  }
}
