/** Incident Manager, with all that the tier production-ga has of it. */
export function incidents({ region, minutes, phone }: { region: boolean; minutes: number; phone: string }) {
  const replicated = { depends_on: ['aws_ssmincidents_replication_set.incidents'] };
  return {
    aws_ssmincidents_replication_set: {
      incidents: { region: [{ name: 'us-east-1' }, ...(region ? [{ name: 'eu-west-1' }] : [])] },
    },
    aws_ssmcontacts_contact: {
      responder: { alias: 'on-call', display_name: 'on-call', type: 'PERSONAL', ...replicated },
      escalation: { alias: 'escalation', type: 'ESCALATION', ...replicated },
    },
    aws_ssmcontacts_contact_channel: {
      email: {
        contact_id: '${aws_ssmcontacts_contact.responder.arn}',
        name: 'email',
        type: 'EMAIL',
        delivery_address: { simple_address: 'on-call@example.com' },
      },
      sms: {
        contact_id: '${aws_ssmcontacts_contact.responder.arn}',
        name: 'sms',
        type: 'SMS',
        delivery_address: { simple_address: phone },
      },
    },
    aws_ssmcontacts_plan: {
      responder: {
        contact_id: '${aws_ssmcontacts_contact.responder.arn}',
        stage: {
          duration_in_minutes: minutes,
          target: ['email', 'sms'].map((channel) => ({
            channel_target_info: {
              contact_channel_id: `\${aws_ssmcontacts_contact_channel.${channel}.arn}`,
              retry_interval_in_minutes: 5,
            },
          })),
        },
      },
      escalation: {
        contact_id: '${aws_ssmcontacts_contact.escalation.arn}',
        stage: {
          duration_in_minutes: minutes,
          target: {
            contact_target_info: { contact_id: '${aws_ssmcontacts_contact.responder.arn}', is_essential: true },
          },
        },
      },
    },
    aws_ssmincidents_response_plan: {
      critical: {
        name: 'critical-incident',
        display_name: 'Critical',
        incident_template: {
          title: 'Critical',
          impact: region ? 2 : 1,
          dedupe_string: 'critical',
          notification_target: [{ sns_topic_arn: '${aws_sns_topic.alerts.arn}' }],
        },
        chat_channel: ['${aws_sns_topic.alerts.arn}'],
        engagements: ['${aws_ssmcontacts_contact.escalation.arn}'],
        action: {
          ssm_automation: {
            document_name: 'snapshot-now',
            document_version: '$DEFAULT',
            target_account: 'RESPONSE_PLAN_OWNER_ACCOUNT',
            role_arn: 'arn:aws:iam::123456789012:role/incident',
          },
        },
        integration: {
          pagerduty: {
            name: 'pagerduty',
            service_id: 'P1234AB',
            secret_id: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:pagerduty-AbCdEf',
          },
        },
        ...replicated,
      },
    },
  };
}
