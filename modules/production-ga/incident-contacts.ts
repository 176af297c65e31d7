import { SsmcontactsContact } from '@cdktf/provider-aws/lib/ssmcontacts-contact';
import { SsmcontactsContactChannel } from '@cdktf/provider-aws/lib/ssmcontacts-contact-channel';
import { SsmcontactsPlan } from '@cdktf/provider-aws/lib/ssmcontacts-plan';
import { type ITerraformDependable, TerraformIterator } from 'cdktf';
import { Construct } from 'constructs';
import { addressOf } from '../common/stack';
import type { StackSettings } from '../common/stack-settings';

export interface IncidentContactSettings {
  /** The contacts' names, in the order in which they are called. */
  readonly names: readonly string[];
  /** By the channel's name, `<contact>-<kind>`. */
  readonly channels: Readonly<Record<string, ContactChannel>>;
  /** Minutes that each contact has before the next one is called: 1 to 30. */
  readonly escalateAfterMinutes: number;
}

export interface ContactChannel {
  readonly contact: string;
  readonly type: 'EMAIL' | 'SMS' | 'VOICE';
  /** An e-mail address, or a number as E.164: +33612345678. */
  readonly address: string;
}

/** Minutes after which a contact who does not answer is called once more. */
const RETRY_MINUTES = 5;

/**
 * Who is called, and in which order. A channel calls nobody before its owner has activated it: AWS sends a code on demand, and Terraform
 * neither asks for it nor knows it (docs/guides/incident-response.md).
 */
export class IncidentContacts extends Construct {
  readonly escalationPlanArn: string;
  /** Without these nobody is called: what starts incidents waits for them. */
  readonly plans: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    stack: StackSettings,
    settings: IncidentContactSettings,
    replicationSet: readonly ITerraformDependable[],
  ) {
    super(scope, id);
    const { names, escalateAfterMinutes } = settings;
    const each = TerraformIterator.fromList([...names]);
    const contact = new SsmcontactsContact(this, 'responder', {
      forEach: each,
      alias: `${stack.name}-${each.value}`,
      displayName: each.value,
      type: 'PERSONAL',
      dependsOn: [...replicationSet],
    });
    const channels = TerraformIterator.fromMap({ ...settings.channels });
    const channel = new SsmcontactsContactChannel(this, 'responder.channel', {
      forEach: channels,
      contactId: `\${${addressOf(contact)}[each.value.contact].arn}`,
      name: channels.key,
      type: channels.getString('type'),
      deliveryAddress: { simpleAddress: channels.getString('address') },
    });

    const channelsOf = Object.fromEntries(
      names.map((name) => [
        name,
        Object.keys(settings.channels).filter((key) => settings.channels[key]?.contact === name),
      ]),
    );
    const engagement = new SsmcontactsPlan(this, 'responder.plan', {
      forEach: TerraformIterator.fromMap(channelsOf),
      contactId: `\${${addressOf(contact)}[each.key].arn}`,
      stage: [{ durationInMinutes: escalateAfterMinutes }],
    });
    // CDKTF writes no dynamic block below another block.
    engagement.addOverride('stage.0.dynamic.target', {
      for_each: '${each.value}',
      content: {
        channel_target_info: {
          contact_channel_id: `\${${addressOf(channel)}[target.value].arn}`,
          retry_interval_in_minutes: RETRY_MINUTES,
        },
      },
    });

    const escalation = new SsmcontactsContact(this, 'escalation', {
      alias: `${stack.name}-escalation`,
      displayName: `${stack.name} escalation`,
      type: 'ESCALATION',
      dependsOn: [...replicationSet],
    });
    const stages = new SsmcontactsPlan(this, 'escalation.plan', { contactId: escalation.arn, stage: [] });
    stages.addOverride('stage', undefined);
    stages.addOverride('dynamic.stage', {
      for_each: [...names],
      content: {
        duration_in_minutes: escalateAfterMinutes,
        target: {
          contact_target_info: {
            contact_id: `\${${addressOf(contact)}[stage.value].arn}`,
            // Who acknowledges stops the stages that would follow.
            is_essential: true,
          },
        },
      },
    });
    this.escalationPlanArn = escalation.arn;
    this.plans = [engagement, stages];
  }
}
