import { SESv2 } from '@aws-sdk/client-sesv2';
import { awsCommands, callsOf } from '../shared/aws-command.ts';
import { configOf, differ } from '../shared/config.ts';
import type { Kind } from '../shared/kinds.ts';
import { picked } from '../shared/picked.ts';
import { without } from '../shared/without.ts';

/** The settings of an account in one region: what is suppressed by itself, not who. */
export const account: Kind = {
  async *list(_estate, region) {
    yield { id: region, name: `account in ${region}` };
  },
  async capture(resource, sink, estate) {
    const found = await estate.client(SESv2, resource.region).getAccount({});
    const { SuppressionAttributes, Details } = found;
    await sink.json('config.json', {
      ...picked(found, 'DedicatedIpAutoWarmupEnabled', 'ProductionAccessEnabled', 'SendingEnabled', 'VdmAttributes'),
      ...(SuppressionAttributes && {
        SuppressionAttributes: {
          ...SuppressionAttributes,
          SuppressedReasons: SuppressionAttributes.SuppressedReasons?.toSorted() ?? [],
        },
      }),
      Details: Details && without(Details, 'ReviewDetails'),
    });
    await sink.json('observed.json', {
      ...picked(found, 'EnforcementStatus', 'SendQuota', 'PricingAttributes'),
      ReviewDetails: Details?.ReviewDetails,
    });
  },
  async commands(captured, live, to) {
    const call = callsOf('sesv2', captured);
    const wanted = await configOf(captured);
    const is = live ? await configOf(live) : { tags: {} };
    const calls = [
      ['put-account-suppression-attributes', 'SuppressionAttributes', wanted['SuppressionAttributes']],
      ['put-account-details', 'Details', wanted['Details']],
      ['put-account-vdm-attributes', 'VdmAttributes', { VdmAttributes: wanted['VdmAttributes'] }],
      ['put-account-sending-attributes', 'SendingEnabled', picked(wanted, 'SendingEnabled')],
      [
        'put-account-dedicated-ip-warmup-attributes',
        'DedicatedIpAutoWarmupEnabled',
        { AutoWarmupEnabled: wanted['DedicatedIpAutoWarmupEnabled'] },
      ],
    ] as const;
    return [
      ...(differ(wanted['ProductionAccessEnabled'], is['ProductionAccessEnabled'])
        ? ['# AWS grants production access: ask for it with put-account-details, and wait for its answer.']
        : []),
      ...awsCommands(
        to,
        calls
          .filter(([, member]) => wanted[member] !== undefined && differ(wanted[member], is[member]))
          .map(([operation, , input]) => call(operation, Object(input))),
      ),
    ];
  },
};
