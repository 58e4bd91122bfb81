import { KMS } from '@aws-sdk/client-kms';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import * as z from 'zod';
import { plantChanges, type Planted } from '../../scripts/estate/changes/changes.ts';
import { WHOLE } from '../../scripts/estate/names.ts';
import { METADATA, type Entry, type Metadata } from '../../src/lib/capture/entry.ts';
import type { Ended } from '../local/command-line.ts';
import { seeded, type Seeded } from './seeded.ts';

let estate: Seeded;
let planted: readonly Planted[];
/** Secrets are kept for this key, so that functions come back with theirs. */
let withSecrets: readonly string[];

beforeAll(async () => {
  vi.stubEnv('HOLDFAST_CAPTURE_KEY', 'ac'.repeat(32));
  estate = await seeded(inject('emulator'), 'whole');
  const { KeyMetadata } = await estate.ground.estate.client(KMS).createKey({});
  withSecrets = ['--with-secrets', KeyMetadata?.Arn ?? ''];
});

afterAll(async () => {
  await estate.close();
  await rm(estate.dir, { recursive: true });
  vi.unstubAllEnvs();
});

// Each goes on from where the one before it ended: an estate's life, in order.
describe(
  'an estate of 46 buckets, 66 distributions, 21 functions, 16 zones and 14 tables',
  { timeout: 300_000 },
  () => {
    it('is captured complete', async () => {
      const { exitCode, stdout, stderr } = await estate.holdfast(['capture', '--name', 'before', ...withSecrets]);
      expect(exitCode, stdout + stderr).toBe(0);
      const metadata = await metadataOf('before');
      expect(metadata.status).toBe('complete');
      const counts = Object.fromEntries(
        metadata.services.map((name) => [name, metadata.resources.filter(({ service }) => service === name).length]),
      );
      expect(counts).toMatchObject({
        s3: WHOLE.buckets,
        cloudfront: WHOLE.distributions,
        lambda: WHOLE.functions,
        route53: WHOLE.zones,
        dynamodb: WHOLE.tables,
        'apps-script': WHOLE.scripts,
        lightsail: 1,
      });
      const apis = metadata.resources.filter(({ folder }) => /^api-gateway\/(?:rest|http)-/.test(folder));
      expect(apis).toHaveLength(WHOLE.restApis + WHOLE.httpApis);
    });

    it('is laid out as people know it', async () => {
      const capture = path.join(estate.dir, 'captures', 'before');
      const suffix = estate.ground.account.slice(-6);
      const { resources } = await metadataOf('before');
      const distribution = resources.find(({ service }) => service === 'cloudfront')?.id;
      for (const file of [
        `s3-buckets/booking-prod-${suffix}/objects/index.html`,
        'lambda-functions/booking-confirm/function.zip',
        'lambda-functions/booking-confirm/config.json',
        'lambda-functions/booking-confirm/source/index.mjs',
        `cloudfront-distributions/${distribution}/config.json`,
        'route53-zones/booking.example/records.json',
        'route53-zones/booking.example/booking.example.zone',
        'dynamodb-tables/booking-items/table-schema.json',
        'dynamodb-tables/booking-items/data.ndjson',
        'iam-config/roles.json',
        'iam-config/policies.json',
        'iam-config/trust-relationships.json',
        'environment-manifest.json',
        'SNAPSHOT-METADATA.json',
      ])
        expect((await stat(path.join(capture, file))).isFile(), file).toBe(true);
      expect(await readdir(capture)).toEqual(expect.arrayContaining(['gas-projects', 'local-repos']));
    });

    it('can be read by nobody else', async () => {
      const { mode } = await stat(path.join(estate.dir, 'captures'));
      expect(mode & 0o077).toBe(0);
    });

    it('is captured again without fetching what is the same', async () => {
      const { exitCode, stdout, stderr } = await estate.holdfast(['capture', '--name', 'again', ...withSecrets]);
      expect(exitCode, stdout + stderr).toBe(0);
      const { previous, resources } = await metadataOf('again');
      expect(previous).toBe('before');
      const own = (service: string) => resources.filter((entry) => entry.service === service);
      const sum = (entries: readonly Entry[], what: 'bytes' | 'reused') =>
        entries.reduce((total, entry) => total + entry[what], 0);
      expect(sum(own('s3'), 'reused') / sum(own('s3'), 'bytes')).toBeGreaterThan(0.98);
      for (const { name, files, reused } of own('lambda')) {
        const code = files.find(({ path }) => path.endsWith('/function.zip'));
        expect(reused, name).toBeGreaterThanOrEqual(code?.bytes ?? Number.POSITIVE_INFINITY);
      }
      expect(differencesIn(await estate.holdfast(['capture', 'diff', 'before', 'again', '--json']))).toEqual([]);
    });

    it('has not drifted while nobody changed it', async () => {
      const drift = await estate.holdfast(['capture', 'drift', 'again', '--json']);
      expect(differencesIn(drift), drift.stderr).toEqual([]);
      expect(drift.exitCode, drift.stderr).toBe(0);
    });

    it('is restored beside itself, and that compares equal', async () => {
      const { exitCode, stdout, stderr } = await estate.holdfast(['capture', 'drill', 'again', '--yes']);
      expect(exitCode, stdout + stderr).toBe(0);
    });

    it('is as it was after the drill', async () => {
      expect(differencesIn(await estate.holdfast(['capture', 'drift', 'again', '--json']))).toEqual([]);
    });

    it('drifts by exactly the twenty changes that were made', async () => {
      planted = await plantChanges(estate.ground);
      expect(planted).toHaveLength(20);
      const drift = await estate.holdfast(['capture', 'drift', 'again', '--json']);
      expect(differencesIn(drift)).toEqual(expectedOf(planted));
      expect(drift.exitCode).toBe(6);
    });

    it('differs from a capture made afterwards by the same', async () => {
      const { exitCode, stdout, stderr } = await estate.holdfast(['capture', '--name', 'after', ...withSecrets]);
      expect(exitCode, stdout + stderr).toBe(0);
      expect(differencesIn(await estate.holdfast(['capture', 'diff', 'again', 'after', '--json']))).toEqual(
        expectedOf(planted, 'captures'),
      );
    });

    it('is brought back, but for what the plan said that it would not do', async () => {
      const restored = await estate.holdfast(['restore-estate', 'again', '--yes', '--json']);
      expect([0, 6], restored.stdout + restored.stderr).toContain(restored.exitCode);
      const drift = await estate.holdfast(['capture', 'drift', 'again', '--json']);
      // What was made since is nobody's to delete, and the rest is printed as commands.
      const left = planted.filter(({ resource, kind }) => kind === 'added' || BY_COMMANDS.test(resource));
      expect(differencesIn(drift)).toEqual(expectedOf(left));
    });
  },
);

/** Services whose restore only prints commands. */
const BY_COMMANDS = /^(?:iam|apigateway|cloudwatch|sqs)\//;

async function metadataOf(name: string): Promise<Metadata> {
  const file = path.join(estate.dir, 'captures', name, 'SNAPSHOT-METADATA.json');
  return METADATA.parse(JSON.parse(await readFile(file, 'utf8')));
}

const DIFFERENCE = z.object({
  resource: z.string(),
  kind: z.enum(['added', 'removed', 'changed', 'unknown']),
  change: z.object({ file: z.string(), path: z.string() }).optional(),
  why: z.string().optional(),
});

/** What a command told of differences, a line each, sorted. */
function differencesIn({ stdout, stderr, exitCode }: Ended): readonly string[] {
  expect([0, 6], stdout + stderr).toContain(exitCode);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => DIFFERENCE.safeParse(JSON.parse(line)).data ?? [])
    .map(({ resource, kind, change, why }) =>
      [resource, kind, change && placeOf(change), why].filter(Boolean).join(' '),
    )
    .toSorted();
}

const placeOf = ({ file, path }: { readonly file: string; readonly path: string }): string =>
  path === '' ? file : `${file}#${path}`;

function expectedOf(changes: readonly Planted[], what: 'drift' | 'captures' = 'drift'): readonly string[] {
  return changes
    .flatMap(({ resource, kind, places, inCaptures = [] }) => {
      const told = what === 'drift' ? places : [...places, ...inCaptures];
      return told.length === 0 ? [`${resource} ${kind}`] : told.map((place) => `${resource} ${kind} ${place}`);
    })
    .toSorted();
}
