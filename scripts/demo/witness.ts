import { GetInvalidationCommand, ListInvalidationsCommand } from '@aws-sdk/client-cloudfront';
import { readFile } from 'node:fs/promises';
import { documentClient } from '../../src/lib/aws/clients.ts';
import { dynamoLists } from '../../src/lib/aws/dynamo-lists.ts';
import { dynamoRecords } from '../../src/lib/aws/dynamo-records.ts';
import { dynamoRegistry } from '../../src/lib/aws/dynamo-registry.ts';
import { s3Snapshots } from '../../src/lib/aws/s3-snapshots.ts';
import type { Incident } from '../../src/lib/incident/incident.ts';
import type { PageRecord } from '../../src/lib/site/page-record.ts';
import type { SiteRecord } from '../../src/lib/site/site-record.ts';
import { sha256 } from '../../src/lib/site/version.ts';
import type { LocalClients } from '../local/clients.ts';
import type { StackFile } from '../local/stack-file.ts';

/** A purge as CloudFront lists it. */
export interface Purge {
  readonly id: string;
  readonly paths: readonly string[];
}

/** One line of the inbox: what Slack or the SNS subscriber received. */
export interface Received {
  readonly at: string;
  readonly channel: 'slack' | 'sns';
  readonly subject?: string;
  readonly message?: string;
  readonly method?: string;
  readonly body?: { readonly channel?: string; readonly text?: string; readonly thread_ts?: string };
}

/** Reads from the running stack what the guard did; writes nothing. */
export interface Witness {
  page(key: string): Promise<PageRecord | undefined>;
  site(): Promise<SiteRecord | undefined>;
  incident(id: string): Promise<Incident | undefined>;
  /** The incident of these bytes on this page that was opened since. */
  incidentOf(key: string, body: string, since: Date): Promise<Incident | undefined>;
  /** The rejected bytes in quarantine. */
  quarantined(identity: string): Promise<string | undefined>;
  /** The first purge since then that covers the page. */
  purgeOf(key: string, since: Date): Promise<Purge | undefined>;
  receivedSince(since: Date): Promise<Received[]>;
}

/** The witness of a local stack. */
export function witness(clients: LocalClients, stack: StackFile): Witness {
  const dynamo = documentClient(clients.dynamo);
  const registry = dynamoRegistry(stack.table, { dynamo });
  const lists = dynamoLists(dynamo, stack.table);
  const records = dynamoRecords(dynamo, stack.table);
  const snapshots = s3Snapshots(stack.buckets.snapshots, { s3: clients.s3 });
  return {
    page: async (key) => (await registry.read({ site: stack.site, key })).page,
    site: () => records.site(stack.site),
    incident: (id) => registry.incident(id),
    async incidentOf(key, body, since) {
      const recent = await lists.incidents(stack.site, { limit: 20 });
      const found = recent?.items.find(
        ({ version, ...incident }) =>
          incident.key === key && version.sha256 === sha256(body) && new Date(incident.openedAt) >= since,
      );
      return found && registry.incident(found.id);
    },
    async quarantined(identity) {
      const content = await snapshots.get('rejected', stack.site, identity);
      return content && Buffer.from(content.bytes).toString();
    },
    purgeOf: (key, since) => purgeOf(clients, stack.distribution, { key, since }),
    receivedSince: (since) => receivedSince(stack.inbox, since),
  };
}

async function purgeOf(
  { cloudFront }: LocalClients,
  distribution: string,
  { key, since }: { key: string; since: Date },
): Promise<Purge | undefined> {
  const { InvalidationList } = await cloudFront.send(new ListInvalidationsCommand({ DistributionId: distribution }));
  // CloudFront's times are whole seconds.
  const from = Math.floor(since.getTime() / 1000) * 1000;
  const recent = (InvalidationList?.Items ?? []).filter(({ CreateTime }) => (CreateTime?.getTime() ?? 0) >= from);
  for (const { Id = '' } of recent.toReversed()) {
    const found = await cloudFront.send(new GetInvalidationCommand({ DistributionId: distribution, Id }));
    const paths = found.Invalidation?.InvalidationBatch?.Paths?.Items ?? [];
    if (paths.includes(`/${key}`) || paths.includes('/*')) return { id: Id, paths };
  }
  return undefined;
}

async function receivedSince(inbox: string, since: Date): Promise<Received[]> {
  const lines = (await readFile(inbox, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line): Received => JSON.parse(line)).filter(({ at }) => new Date(at) >= since);
}
