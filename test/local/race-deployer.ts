import type { S3Client } from '@aws-sdk/client-s3';
import { promote } from '../../src/cli/commands/promote.ts';
import { carryOut } from '../../src/cli/deploy/carry-out.ts';
import { prepareDeploy } from '../../src/cli/deploy/prepare.ts';
import type { Session } from '../../src/cli/command.ts';
import type { Outcome } from '../../src/cli/outcome.ts';
import { s3Releases } from '../../src/lib/aws/s3-releases.ts';
import { s3Snapshots } from '../../src/lib/aws/s3-snapshots.ts';
import { s3TargetBucket } from '../../src/lib/aws/s3-target-bucket.ts';
import type { PageRecord } from '../../src/lib/site/page-record.ts';
import type { Site } from '../../src/lib/site/site.ts';
import { sha256, type Version } from '../../src/lib/site/version.ts';
import { emptyWorld, fakeOperator } from '../cli/fake-operator.ts';
import { historiesModel } from '../fakes/histories-model.ts';
import { siteRecord } from '../world.ts';

/** The buckets that deployers race for. */
export interface RaceCourse {
  readonly s3: S3Client;
  readonly production: string;
  readonly staging: string;
  readonly snapshots: string;
}

const now = () => new Date();

/** A deployer with a staging of its own, and a session of its own, on real conditional writes. */
export function deployer(name: string, site: Site, { s3, production, staging, snapshots }: RaceCourse) {
  const own: Site = { ...site, staging: { bucket: staging, prefix: `${name}/`, distributions: [], originPath: '' } };
  const target = (bucket: string) => s3TargetBucket(bucket, { s3, now });
  const fake = fakeOperator(emptyWorld());
  const read = async (ref: PageRecord['ref']) => {
    const live = await target(production).live(ref.key, Infinity);
    return { site: siteRecord(own), ...(live && { page: seen(ref, live) }) };
  };
  const operator: Session['operator'] = {
    ...fake,
    caller: async () => ({ account: '123456789012', arn: `arn:aws:iam::123456789012:user/${name}` }),
    target,
    stores: {
      registry: { read, homes: async () => [] },
      snapshots: s3Snapshots(snapshots, { s3 }),
      histories: historiesModel().histories,
      releases: s3Releases(snapshots, { s3 }),
    },
    api: {
      ...fake.api,
      warnings: async () => ({ items: [] }),
      incidents: async () => ({ items: [] }),
      // Each has somebody who accepts whatever is on their staging.
      async verification(_site, page) {
        const live = await target(staging).live(`${name}/${page}`, Infinity);
        if (!live) return undefined;
        const { identity, sha256: digest } = live;
        return { site: own.name, page, identity, sha256: digest, checks: [], by: 'a lead', at: now().toISOString() };
      },
    },
  };
  const session = (ask: Session['ask']): Session => ({
    sites: [own],
    operator,
    now,
    ask,
    wait: async () => {},
    progress: () => {},
    config: () => Promise.reject(new Error('the sites are given')),
    askOf: async () => 'go',
  });
  return {
    name,
    /** Brings a page, made from what has this digest, to their staging. */
    async stage(path: string, text: string, base: string): Promise<void> {
      const bytes = Buffer.from(text);
      const headers = { metadata: {} };
      const from = { versionId: '', etag: '', identity: '', sha256: base, headers, lastModified: '', pulledAt: '' };
      const workspace = {
        bases: async () => new Map([[path, from]]),
        read: async () => bytes,
      };
      const hands = session(async () => 'go');
      const inspection = await prepareDeploy({ site: own, paths: [path] }, { session: hands, workspace });
      const { exitCode, text: said } = await carryOut(inspection, { wait: false, next: [], resume: '' }, hands);
      if (exitCode !== 0) throw new Error(said);
    },
    promote: (path: string, ask: Session['ask']): Promise<Outcome> =>
      promote.run({ args: [own.name, path], options: {} }, session(ask)),
  };
}

/** A guard that has looked at whatever is live. */
function seen(ref: PageRecord['ref'], live: Version): PageRecord {
  const { versionId, etag, lastModified, identity, size, headers, storedAs } = live;
  const named = { versionId, etag, lastModified, identity };
  return {
    ref,
    rev: 1,
    gen: 1,
    seen: { ...named, kind: 'good' },
    baseline: {
      ...named,
      sha256: sha256(live.bytes ?? ''),
      size,
      headers,
      storedAs,
      tokens: ['HERO'],
      hasText: true,
      acceptedAt: lastModified,
    },
    open: [],
    attempts: [],
    landed: [],
    restores: [],
    mayDelete: false,
    allowances: [],
  };
}
