/** The clusters of a global database. A replica of an instance, which alone takes 80 s, is in aurora.test.ts. */
export function globalDatabase(change: { readonly tag: string }) {
  const cluster = {
    engine: 'aurora-postgresql',
    engine_version: '17.5',
    skip_final_snapshot: true,
    backup_retention_period: change.tag === 'first' ? 7 : 14,
    apply_immediately: true,
  };
  return {
    aws_rds_cluster_parameter_group: {
      main: {
        name: 'main',
        family: 'aurora-postgresql17',
        parameter: [
          { name: 'rds.force_ssl', value: '1', apply_method: 'pending-reboot' },
          { name: 'log_lock_waits', value: '1' },
        ],
      },
    },
    aws_rds_cluster: {
      primary: {
        ...cluster,
        cluster_identifier: 'primary',
        master_username: 'palier',
        master_password: 'birth-password',
        db_cluster_parameter_group_name: '${aws_rds_cluster_parameter_group.main.name}',
        lifecycle: { ignore_changes: ['global_cluster_identifier'] },
      },
      secondary: {
        ...cluster,
        provider: 'aws.recovery',
        cluster_identifier: 'secondary',
        global_cluster_identifier: '${aws_rds_global_cluster.both.id}',
        lifecycle: { ignore_changes: ['replication_source_identifier'] },
      },
    },
    aws_rds_cluster_instance: {
      writer: {
        identifier: 'writer',
        cluster_identifier: '${aws_rds_cluster.primary.id}',
        engine: 'aurora-postgresql',
        instance_class: 'db.r6g.large',
      },
    },
    aws_rds_global_cluster: {
      both: {
        global_cluster_identifier: 'both',
        source_db_cluster_identifier: '${aws_rds_cluster.primary.arn}',
        force_destroy: true,
        depends_on: ['aws_rds_cluster_instance.writer'],
      },
    },
  };
}
