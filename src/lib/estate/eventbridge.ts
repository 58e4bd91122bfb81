import { byCommands } from '../capture/by-commands.ts';
import type { Service } from '../capture/service.ts';
import { apiDestinations } from './eventbridge/api-destinations.ts';
import { archives } from './eventbridge/archives.ts';
import { buses } from './eventbridge/buses.ts';
import { connections } from './eventbridge/connections.ts';
import { rules } from './eventbridge/rules.ts';
import { ofKinds } from './shared/kinds.ts';

const WHO = { name: 'eventbridge', folder: 'eventbridge' };

const { list, capture, commands } = ofKinds(WHO, {
  buses,
  rules,
  archives,
  connections,
  'api-destinations': apiDestinations,
});

/** Buses with their policies, rules with their targets, archives, connections without what they sign in with, API destinations. */
export const service: Service = {
  ...WHO,
  title: 'EventBridge',
  where: 'regional',
  // Amazon EventBridge User Guide, Quotas: 50 a second in most regions for API requests that are not PutEvents.
  limits: { EventBridge: 25 },
  list,
  capture,
  restore: byCommands({ service: () => service, after: ['iam', 'sqs', 'sns', 'lambda'], commands }),
};
