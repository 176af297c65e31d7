import { blocksOf } from '../arguments';
import { type Charge, DAYS_PER_MONTH, type Rule } from '../rule';
import { at, type Json } from '../terraform-json';
import { backups } from './database';

/** What a plan keeps in its vault, and copies to others. https://aws.amazon.com/backup/pricing/ (2026-11-23) */
const plan: Rule = (context) =>
  blocksOf(context.value('rule')).flatMap((rule): Charge[] => {
    const here = { what: 'snapshots kept', price: 'backup.rds', quantity: backups(context, daysKept(rule)) };
    const copies = blocksOf(rule.copy_action).flatMap((copy): Charge[] => {
      const region = regionOfVault(copy.destination_vault_arn, context.stack.resources) ?? context.resource.region;
      return [
        { what: `copies kept in ${region}`, price: 'backup.rds', region, quantity: backups(context, daysKept(copy)) },
        {
          what: `transfer to ${region}`,
          price: 'transfer.between-regions',
          quantity: context.usage('database_gb') * context.usage('daily_change') * DAYS_PER_MONTH,
        },
      ];
    });
    return [here, ...copies];
  });

function daysKept(block: Json): number {
  const days = at(blocksOf(block.lifecycle)[0], ['delete_after']);
  return typeof days === 'number' ? days : 365;
}

function regionOfVault(
  arn: unknown,
  resources: readonly { type: string; name: string; region: string }[],
): string | undefined {
  const name = /aws_backup_vault\.(\w+)/.exec(String(arn))?.[1];
  return resources.find((resource) => resource.type === 'aws_backup_vault' && resource.name === name)?.region;
}

export const BACKUP_RULES: Readonly<Record<string, Rule>> = { aws_backup_plan: plan };
