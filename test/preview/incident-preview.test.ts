import { brotliCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { incidentPreview, type PreviewDeps } from '../../src/lib/preview/incident-preview.ts';
import { IN_STATE, newest } from '../approval/people.ts';
import { exampleSite, siteRecord, world } from '../world.ts';

type Stored = Awaited<ReturnType<PreviewDeps['asset']>>;

const PAGE = '<!doctype html><link rel=stylesheet href=a.css><img src=a.png data-feature="A"><p>A page of boats</p>';
const PNG = { bytes: Uint8Array.of(1, 2, 3), contentType: 'image/png' };

/** Both sides of an incident of one page, with these objects in the bucket; `asked` is what was read of it. */
async function sidesOf(stored: Record<string, Stored>, { assets = ['**'], fail = false } = {}) {
  const guard = world();
  guard.table.putSite(siteRecord({ ...exampleSite({ mode: 'enforce' }), assets }));
  guard.upload('index.html', PAGE);
  await guard.look('index.html');
  guard.upload('index.html', PAGE.replace(' data-feature="A"', ''));
  await guard.look('index.html');
  const asked: string[] = [];
  const logged: unknown[] = [];
  const deps: PreviewDeps = {
    registry: guard.table.registry,
    snapshots: guard.snapshots.snapshots,
    asset: async ({ production }, key) => {
      asked.push(`${production.bucket}/${key}`);
      if (fail) throw new Error('the bucket is away');
      return stored[key];
    },
    log: { error: (message, details) => void logged.push({ message, ...details }) },
  };
  const incident = guard.table.incidents()[0] ?? expect.fail('no incident');
  const side = (which: 'rejected' | 'baseline') => incidentPreview(incident, which, deps);
  return { rejected: await side('rejected'), baseline: await side('baseline'), asked, logged };
}

it('shows both sides with what is live of their site', async () => {
  const { rejected, baseline, asked } = await sidesOf({ 'a.png': PNG });
  expect([rejected, baseline].map((document) => document.includes('data-feature="A"'))).toEqual([false, true]);
  expect(baseline).toContain('src="data:image/png;base64,AQID"');
  expect(new Set(asked)).toEqual(new Set(['demo-prod/a.css', 'demo-prod/a.png']));
});

it('undoes the content encoding of what it takes in', async () => {
  const css = brotliCompressSync(Buffer.from('p{color:teal}'));
  const { baseline } = await sidesOf({ 'a.css': { bytes: css, contentType: 'text/css', contentEncoding: 'br' } });
  expect(baseline).toContain('<style>p{color:teal}</style>');
});

it('asks for nothing that is no part of the site', async () => {
  const { asked } = await sidesOf({ 'a.png': PNG }, { assets: ['**/*.css'] });
  expect(new Set(asked)).toEqual(new Set(['demo-prod/a.css']));
});

it('says so when something cannot be read, and logs it', async () => {
  const { baseline, logged } = await sidesOf({}, { fail: true });
  expect(baseline).toContain('could not be read just now');
  expect(logged).toMatchObject([{ side: 'rejected' }, { side: 'baseline' }]);
});

it.each(['observed', 'overridden'] as const)(
  'shows a version that is %s, also when its quarantine is over',
  async (state) => {
    const guard = await IN_STATE[state]();
    const incident = guard.table.incident(newest(guard)) ?? expect.fail('no incident');
    guard.snapshots.expire('rejected', 'demo', incident.version.identity);
    const log = { error: () => expect.fail('nothing fails') };
    const deps = {
      registry: guard.table.registry,
      snapshots: guard.snapshots.snapshots,
      asset: async () => undefined,
      log,
    };
    expect(await incidentPreview(incident, 'rejected', deps)).toContain('HERO here');
  },
);
