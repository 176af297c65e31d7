/** Vaults in two regions, a plan that copies from one to the other, and automated backups that RDS replicates. */
export function backup(change: { readonly days: number }) {
  const provider = 'aws.recovery';
  const lifecycle = { delete_after: change.days };
  return {
    aws_kms_key: { recovery: { provider, description: 'recovery' } },
    aws_backup_vault: {
      here: { name: 'database' },
      there: { provider, name: 'database', kms_key_arn: '${aws_kms_key.recovery.arn}' },
    },
    aws_backup_plan: {
      daily: {
        name: 'daily',
        rule: {
          rule_name: 'daily',
          target_vault_name: '${aws_backup_vault.here.name}',
          schedule: 'cron(0 6 * * ? *)',
          start_window: 60,
          completion_window: 720,
          lifecycle,
          copy_action: { destination_vault_arn: '${aws_backup_vault.there.arn}', lifecycle },
        },
      },
    },
    aws_backup_selection: {
      database: {
        name: 'database',
        plan_id: '${aws_backup_plan.daily.id}',
        iam_role_arn: 'arn:aws:iam::123456789012:role/backup',
        resources: ['arn:aws:rds:us-east-1:123456789012:db:shop'],
      },
    },
    aws_db_instance_automated_backups_replication: {
      database: {
        provider,
        source_db_instance_arn: 'arn:aws:rds:us-east-1:123456789012:db:shop',
        kms_key_id: '${aws_kms_key.recovery.arn}',
        retention_period: 14,
      },
    },
  };
}
