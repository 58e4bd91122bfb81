import * as z from 'zod';
import { byCommands } from '../capture/by-commands.ts';
import type { Service } from '../capture/service.ts';
import { databases } from './lightsail/databases.ts';
import { disks } from './lightsail/disks.ts';
import { domains } from './lightsail/domains.ts';
import { instances } from './lightsail/instances.ts';
import { keyPairs } from './lightsail/key-pairs.ts';
import { loadBalancers } from './lightsail/load-balancers.ts';
import { staticIps } from './lightsail/static-ips.ts';
import { ofKinds } from './shared/kinds.ts';

const WHO = { name: 'lightsail', folder: 'lightsail' };

const { list, capture, commands } = ofKinds(WHO, {
  'static-ips': staticIps,
  'key-pairs': keyPairs,
  instances,
  disks,
  databases,
  'load-balancers': loadBalancers,
  domains,
});

/**
 * Instances with a snapshot of each, which stays in Lightsail: the capture has its reference. Everything else as configuration;
 * passwords of databases are never asked for.
 */
export const service: Service = {
  ...WHO,
  title: 'Lightsail',
  where: 'regional',
  // No figures are published for Lightsail: careful guesses.
  limits: { Lightsail: 4, 'Lightsail.CreateInstanceSnapshot': 1 },
  // Each waits for its snapshot, and asks seldom.
  concurrency: 8,
  options: z.strictObject({
    /** `false`: instances are captured as configuration alone. */
    snapshots: z.boolean().optional(),
    /** How long a snapshot is followed, in minutes. */
    minutes: z.number().int().positive().max(1440).optional(),
  }),
  setsOff: ({ snapshots }) =>
    snapshots === false ? undefined : 'a snapshot of each instance is started, which Lightsail keeps and charges for',
  list,
  capture,
  restore: byCommands({ service: () => service, after: [], commands }),
};
