import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { workspaceFolder } from '../../../src/lib/aws/workspace-folder.ts';
import { baseOf, pulledOf } from '../../../src/lib/deploy/pulled-live.ts';
import type { Release } from '../../../src/lib/deploy/release.ts';
import type { Site } from '../../../src/lib/site/site.ts';
import type { ServedHeaders } from '../../../src/lib/site/version.ts';
import { releasesModel } from '../../fakes/releases-model.ts';
import { s3Model } from '../../fakes/s3-model.ts';
import { asVersion } from '../../fakes/stored-object.ts';
import { exampleSite, HTML, siteRecord } from '../../world.ts';
import { fakeOperator } from '../fake-operator.ts';
import { guarded } from '../guarded.ts';
import { NOW, run, type Ran } from '../run.ts';

/** A site with staging; each target has a Cache-Control of its own. */
export const SITE: Site = {
  ...exampleSite(),
  production: { bucket: 'demo-prod', prefix: '', distributions: ['E1'], originPath: '', cacheControl: 'max-age=60' },
  staging: {
    bucket: 'demo-staging',
    prefix: 'next/',
    distributions: ['E2'],
    originPath: '',
    cacheControl: 'no-store',
  },
};

/** What a visitor reads of an object. */
const text = (object: { bytes: Uint8Array } | undefined): string | undefined =>
  object && new TextDecoder().decode(object.bytes);

/** As pages are served that were promoted. */
export const SERVED = { ...HTML, cacheControl: 'max-age=60' };

type Options = Parameters<typeof run>[3];

/**
 * A guarded site in memory with a working folder on disk, which becomes the current folder until `end`. The guard looks
 * whenever a command waits.
 */
export async function siteFolder(site: Site = SITE) {
  const { guard, stack } = guarded();
  guard.table.putSite(siteRecord(site));
  const staging = s3Model({ mode: 'versioned', clock: guard.clock.now });
  const releases = releasesModel();
  stack.targets.set('demo-prod', guard.s3).set('demo-staging', staging);
  stack.stores = {
    registry: guard.table.registry,
    snapshots: guard.snapshots.snapshots,
    histories: guard.histories.histories,
    releases: releases.releases,
  };
  const pages = () => guard.s3.keys().filter((key) => key.endsWith('.html'));
  const looks = async () => {
    for (const key of pages()) await guard.look(key);
  };
  stack.onWait = looks;
  stack.edge.origin = (at) => {
    const key = decodeURI(at).slice(1);
    const live = (key.startsWith('next/') ? staging : guard.s3).live(key);
    return live ? { text: text(live) ?? '' } : { status: 404 };
  };
  const before = process.cwd();
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'holdfast-site-')));
  process.chdir(root);
  const workspace = await workspaceFolder(root, site.name);
  const holdfast = (
    name: string,
    args: string[] = [],
    options: NonNullable<Options>['options'] = {},
    answer?: 'no' | 'dry-run',
  ) => run(stack, [site], name, { args: [site.name, ...args], options, ...(answer && { answer }) });
  const write = async (file: string, content: string) => {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), content);
  };
  return {
    guard,
    stack,
    staging,
    root,
    workspace,
    holdfast,
    /** As anybody at a terminal, by its id alone. */
    rollback: (id: string, options: NonNullable<Options>['options'] = {}, answer?: 'dry-run') =>
      run(stack, [site], 'rollback', { args: [id], options, ...(answer && { answer }) }),
    write,
    looks,
    read: (file: string) => readFile(path.join(root, file), 'utf8'),
    releases: (): readonly Release[] => releases.all(site.name),
    /** Something is live in production, the guard has seen it, and it was pulled. */
    async live(file: string, content: string, headers: Partial<ServedHeaders> = SERVED) {
      guard.upload(file, content, { metadata: {}, ...headers });
      if (file.endsWith('.html')) await guard.look(file);
      const pulled = pulledOf(asVersion(guard.s3.live(file)!, Infinity), site.policy.limits);
      if (pulled.kind !== 'pulled') throw new Error('the test uploads what can be read');
      await workspace.record(new Map([[file, baseOf(pulled.version, pulled.sha256, NOW)]]));
      await write(file, new TextDecoder().decode(pulled.plain));
    },
    onStaging: (file: string) => text(staging.live(`next/${file}`)),
    inProduction: (file: string) => text(guard.s3.live(file)),
    /** An approver accepts what is on staging. */
    async verified(...files: string[]) {
      for (const file of files) {
        const { identity, sha256 } = staging.live(`next/${file}`)!;
        await fakeOperator(stack).api.verify(site.name, { page: file, identity, sha256, checks: ['looked at it'] });
      }
    },
    async end() {
      process.chdir(before);
      await rm(root, { recursive: true });
    },
  };
}

/** A site folder, for as long as a test runs. */
export type SiteFolder = Awaited<ReturnType<typeof siteFolder>>;

/** The value of a command, as `--json` gives it. */
export function valueOf({ value }: Ran) {
  return JSON.parse(JSON.stringify(value));
}

/** The rules of the obstacles that a command met, in order. */
export function rulesOf(ran: Ran): string[] {
  return valueOf(ran).obstacles.map(({ rule }: { rule: string }) => rule);
}
