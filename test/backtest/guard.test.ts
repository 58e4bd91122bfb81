import { describe, expect, it } from 'vitest';
import { readVersion, type Read } from '../../src/lib/reconcile/read-version.ts';
import { pageWith, siteRecord, world } from '../world.ts';
import { replayAll, said } from './versions.ts';

const GOOD = pageWith('HERO', 'CHECKOUT');
const LOST = pageWith('HERO');

/** Edits of every kind, one after the other. */
const TEXTS = [
  GOOD,
  `${GOOD}<p>one</p>`,
  `${GOOD}<p>one</p><script src="/app.js"></script>`,
  LOST,
  `${LOST}<p>two</p>`,
  `${GOOD}<p>one</p>`,
  '',
  GOOD.slice(0, 120),
  pageWith('OLD_BANNER', 'HERO'),
  pageWith('OLD_BANNER', 'HERO', 'NEW'),
  pageWith('HERO').replace('Sail', 'For Ranch & Coast readers'),
  GOOD.replace('CHECKOUT here', ''),
  GOOD,
  pageWith('HERO', 'CHECKOUT', 'REFERRAL'),
  `${GOOD}<p>one</p>`,
  GOOD,
  LOST,
];

/** What the bucket keeps of the page, oldest first, as the guard reads it. */
async function stored({ s3 }: ReturnType<typeof world>): Promise<Read[]> {
  const view = { ref: { site: 'demo', key: 'index.html' }, site: siteRecord(), notices: [] };
  const versions: Read[] = [];
  for await (const listed of s3.bucket.versions('index.html')) {
    const version = await readVersion(view, listed, s3);
    if (version) versions.unshift(version);
  }
  return versions;
}

describe('the guard itself', () => {
  it('finds the very same, in the very same words, where it only observes', async () => {
    const guarded = world({ policy: { mode: 'observe' } });
    const told: object[] = [];
    for (const text of TEXTS) {
      const known = new Set(guarded.table.incidents().map(({ id }) => id));
      guarded.clock.advance(60_000);
      guarded.upload('index.html', text);
      await guarded.look('index.html');
      told.push(guarded.table.incidents().find(({ id }) => !known.has(id))?.findings ?? []);
    }
    const replayed = replayAll(await stored(guarded)).map(({ findings }) => findings);
    expect(replayed).toEqual(told);
    expect(replayed.filter((findings) => findings.length > 0).length).toBeGreaterThan(5);
  });

  it('undoes what the backtest of its own bucket would have rolled back, and is not judged by it', async () => {
    const guarded = world();
    const uploads = [
      GOOD,
      `${GOOD}<p>one</p>`,
      LOST,
      '',
      `${GOOD}<p>one, two</p>`,
      LOST,
      pageWith('CHECKOUT', 'HERO', 'NEW'),
    ];
    for (const text of uploads) {
      guarded.clock.advance(60_000);
      guarded.upload('index.html', text);
      for (let looks = 0; looks < 3; looks += 1) await guarded.look('index.html');
    }
    const replayed = replayAll(await stored(guarded));
    const undone = guarded.table.incidents().filter(({ state }) => state === 'restored');
    expect(undone.length).toBeGreaterThan(2);
    expect(replayed.filter(({ verdict }) => verdict === 'rollback').map(({ version }) => version)).toEqual(
      undone.map(({ version }) => version.versionId),
    );
    expect(said(replayed).filter((each) => each === 'unchanged')).toHaveLength(undone.length);
    expect(replayed).toHaveLength(uploads.length + undone.length);
  });
});
