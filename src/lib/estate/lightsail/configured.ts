import { Lightsail } from '@aws-sdk/client-lightsail';
import type { CapturedResource } from '../../capture/captured-resource.ts';
import { gone } from '../../capture/failure.ts';
import type { Target } from '../../capture/restore.ts';
import { awsCommands, callsOf, type AwsCall } from '../shared/aws-command.ts';
import { configOf, type Config } from '../shared/config.ts';
import { goneWhere } from '../shared/gone-where.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';
import type { Kind } from '../shared/kinds.ts';
import { paged } from './paged.ts';
import { retagged } from './tags.ts';

type Item = { readonly name?: string | undefined };
type Call = ReturnType<typeof callsOf>;

/** What one kind of Lightsail's is captured by, where it is configuration alone. */
export interface Configured<Found extends Item> {
  /** Asked in the home region alone: it belongs to the account. */
  readonly global?: boolean;
  page(
    client: Lightsail,
    token: { readonly pageToken?: string },
  ): Promise<{ readonly items: readonly Item[] | undefined; readonly nextPageToken?: string | undefined }>;
  one(client: Lightsail, name: string): Promise<Found | undefined>;
  /** What it is. */
  config(found: Found): object;
  /** What was only seen of it. */
  seen(found: Found): object;
  /** The calls that make it again. */
  made(name: string, config: Config, call: Call): readonly AwsCall[];
  /** The calls that change a live one; its tags are seen to. */
  changed?(name: string, config: Config, live: Config, call: Call): readonly AwsCall[];
  /** What the commands do not do, a line each. */
  readonly notes?: readonly string[];
}

/** A kind of Lightsail's that is configuration alone. */
export function configured<Found extends Item>(what: Configured<Found>): Kind {
  // AWS: domains are asked for in us-east-1 alone.
  const regionOf = (region: string) => (what.global ? 'us-east-1' : region);
  return {
    async *list(estate, region) {
      if (what.global && region !== estate.regions[0]) return;
      const client = estate.client(Lightsail, regionOf(region));
      for await (const { items = [] } of paged((token) => what.page(client, token)))
        for (const { name = '' } of items) yield { id: name, name, ...(what.global && { global: true }) };
    },
    async capture(resource, sink, estate) {
      const client = estate.client(Lightsail, regionOf(resource.region));
      const found = await what.one(client, resource.id).catch(goneWhere(resource, 'NotFoundException', 'DoesNotExist'));
      if (!found) throw gone(resource);
      await sink.json('config.json', await hideSecrets(what.config(found), 'config', sink));
      await sink.json('observed.json', what.seen(found));
    },
    commands: (captured, live, to) => commands(what, captured, live, to),
  };
}

async function commands<Found extends Item>(
  what: Configured<Found>,
  captured: CapturedResource,
  live: CapturedResource | undefined,
  to: Target,
): Promise<readonly string[]> {
  const region = what.global ? 'us-east-1' : captured.entry.region;
  const call: Call = (operation, input, words) => ({
    ...callsOf('lightsail', captured)(operation, input, words),
    region,
  });
  const name = to.nameOf('lightsail', captured.entry.name);
  const config = await configOf(captured);
  const notes = (what.notes ?? []).map((note) => `# ${note}`);
  if (!live) return [...notes, ...awsCommands(to, what.made(name, config, call))];
  const is = await configOf(live);
  return [
    ...notes,
    ...awsCommands(to, [
      ...(what.changed?.(name, config, is, call) ?? []),
      ...retagged(name, config.tags, is.tags, call),
    ]),
  ];
}
