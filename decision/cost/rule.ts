import type { Tier } from '../../config/tiers';
import { argument, numberOf, textOf } from './arguments';
import { ORDER, type Resource, type Stack } from './terraform-json';
import type { UsageName } from './usage/keys';

/** What a resource costs of one price; or that it costs something of which there is no price. */
export type Charge =
  | {
      readonly what: string;
      /** Of the catalogue. */
      readonly price: string;
      readonly quantity: number;
      /** @default the resource's */
      readonly region?: string;
      readonly note?: string;
      /** The line of an upper tier's checklist that asks this of a lower tier's resource. @default the resource's own */
      readonly raisedBy?: ChecklistLine;
    }
  | { readonly what: string; readonly unpriced: string };

export interface ChecklistLine {
  readonly tier: Tier;
  readonly checklistLine: string;
}

/** For each of low, expected and high the same charges in the same order; only quantities differ. */
export type Rule = (resource: RuleContext) => readonly Charge[];

export const HOURS_PER_MONTH = 730;
export const DAYS_PER_MONTH = 30;

const KB_PER_GB = 1024 * 1024;

/** A resource, its stack, and the usage at one level. Remembers which usage was asked for, and what was assumed. */
export class RuleContext {
  readonly usedKeys = new Set<UsageName>();
  readonly notes = new Set<string>();

  constructor(
    readonly resource: Resource,
    readonly stack: Stack,
    private readonly usageAt: (name: UsageName) => number,
  ) {}

  get homeRegion(): string {
    return this.stack.homeRegion;
  }

  usage(name: UsageName): number {
    this.usedKeys.add(name);
    return this.usageAt(name);
  }

  /** What the rules assume of how it is used holds only for what Palier makes. */
  get isOfPalier(): boolean {
    return this.resource.tier !== 'none';
  }

  /** Whether the stack has come to a tier. */
  isAtLeast(tier: Tier): boolean {
    return ORDER.indexOf(this.stack.tier) >= ORDER.indexOf(tier) && this.stack.tier !== 'none';
  }

  value(name: string): unknown {
    return argument(this.resource, name, this.stack);
  }

  text(name: string): string | undefined {
    return textOf(this.resource, name, this.stack);
  }

  /** An argument, or what the provider takes without it; of an expression that is assumed, and the line says so. */
  number(name: string, otherwise: number): number {
    const value = numberOf(this.resource, name, this.stack);
    if (value !== undefined) return value;
    const given = this.resource.arguments[name];
    if (given !== undefined && given !== null) this.notes.add(`${name} is an expression: ${otherwise} assumed`);
    return otherwise;
  }

  flag(name: string): boolean {
    const value = this.value(name);
    if (typeof value === 'string' || (value === undefined && this.resource.arguments[name] !== undefined)) {
      if (value !== 'true' && value !== 'false') this.notes.add(`${name} is an expression: false assumed`);
    }
    return value === true || value === 'true';
  }

  /** Gigabytes of so many records. */
  gigabytes(records: number, kilobytesEach: number): number {
    return (records * kilobytesEach) / KB_PER_GB;
  }

  /** Resources of a type whose argument refers to this one, or another: `${aws_s3_bucket.audit_trail.id}`. */
  referrers(type: string, name: string, to: Resource = this.resource): readonly Resource[] {
    const reference = `\${${to.type}.${to.name}`;
    return this.stack.resources.filter((other) => {
      const value = other.type === type ? JSON.stringify(other.arguments[name] ?? '') : '';
      return value.includes(`${reference}.`) || value.includes(`${reference}}`) || value.includes(`${reference}[`);
    });
  }

  resources(type: string): readonly Resource[] {
    return this.stack.resources.filter((other) => other.type === type);
  }
}
