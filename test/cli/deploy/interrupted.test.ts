import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pageWith } from '../../world.ts';
import type { Ran } from '../run.ts';
import { mortal, type Death } from './mortal.ts';
import { siteFolder, valueOf, type SiteFolder } from './site-folder.ts';

const LIVE = pageWith('HERO', 'CHECKOUT');
const NEXT = LIVE.replace('CHECKOUT here', 'CHECKOUT is open');
const OTHER = pageWith('BOOKING');
const CHANGE = { change: 'open it' };

let site: SiteFolder;

beforeEach(async () => {
  site = await changed();
});

afterEach(() => site.end());

/** Two pages and two assets in production, all of them edited. */
async function changed(): Promise<SiteFolder> {
  const fresh = await siteFolder();
  await fresh.live('index.html', LIVE);
  await fresh.live('booking.html', OTHER);
  await fresh.live('app.js', 'one();', { contentType: 'text/javascript', cacheControl: 'max-age=60' });
  await fresh.live('app.css', 'a{}', { contentType: 'text/css', cacheControl: 'max-age=60' });
  await fresh.write('index.html', NEXT);
  await fresh.write('booking.html', OTHER.replace('BOOKING here', 'BOOKING opens'));
  await fresh.write('app.js', 'two();');
  await fresh.write('app.css', 'b{}');
  return fresh;
}

const FILES = ['app.css', 'app.js', 'booking.html', 'index.html'];

const read = (at: (file: string) => string | undefined) => FILES.map(at);
const local = (): Promise<string[]> => Promise.all(FILES.map((file) => site.read(file)));

interface Attempt {
  readonly prepare?: () => Promise<unknown>;
  readonly act: () => Promise<Ran>;
  /** What to do after it, and what must hold then. */
  readonly after: (died: boolean) => Promise<void>;
}

/** Tries it again from the start, dying one write later each time, until it lives; gives how many writes it took. */
async function dyingAtEach(death: Death, { prepare, act, after }: Attempt): Promise<number> {
  for (let at = 1; ; at += 1) {
    await prepare?.();
    const { heal } = mortal(site, at, death);
    const { exitCode } = await act();
    const died = heal();
    expect(exitCode === 0).toBe(!died);
    await after(died);
    if (!died) return at - 1;
    await site.end();
    site = await changed();
  }
}

describe.each<Death>(['before', 'after'])('whoever dies %s a write', (death) => {
  test('goes on with a deploy to staging, and everything is there once', async () => {
    const writes = await dyingAtEach(death, {
      act: () => site.holdfast('deploy', [], CHANGE),
      async after(died) {
        const state = site.releases()[0]?.state;
        if (died && state === 'begun')
          expect(await site.holdfast('deploy', [], { resume: true })).toMatchObject({ exitCode: 0 });
        if (died && state === undefined)
          expect(await site.holdfast('deploy', [], CHANGE)).toMatchObject({ exitCode: 0 });
        expect(read(site.onStaging)).toEqual(await local());
        expect(site.releases()).toMatchObject([{ state: 'done', target: 'staging' }]);
        expect(FILES.map((file) => site.staging.entries(`next/${file}`).length)).toEqual([1, 1, 1, 1]);
      },
    });
    // The record twice, and each file.
    expect(writes).toBe(6);
  });

  test('goes on with a promotion by promoting again, and nothing is overwritten that is not kept', async () => {
    const pages = ['index.html', 'booking.html'];
    const writes = await dyingAtEach(death, {
      async prepare() {
        await site.holdfast('deploy', [], CHANGE);
        await site.verified(...pages);
      },
      act: () => site.holdfast('promote', pages),
      async after(died) {
        await site.looks();
        if (died) expect(await site.holdfast('promote', pages)).toMatchObject({ exitCode: 0 });
        expect(read(site.inProduction)).toEqual(await local());
        expect(site.releases().filter(({ target }) => target === 'production')).toMatchObject([
          { state: 'done', change: 'open it' },
        ]);
        for (const [before] of FILES.map((file) => site.guard.s3.entries(file)))
          expect(site.guard.snapshots.get('replaced', 'demo', before?.identity ?? '')).toBeDefined();
        await site.looks();
        expect(FILES.map((file) => site.guard.s3.entries(file).length)).toEqual([2, 2, 2, 2]);
        expect(site.guard.incidents()).toEqual([]);
        expect(await site.holdfast('deploy')).toMatchObject({ text: expect.stringContaining('Nothing to deploy') });
      },
    });
    // The record twice; each file and its copy; the change of each page.
    expect(writes).toBe(12);
  });

  test('goes on with a rollback by rolling back again', async () => {
    let second = '';
    const rolledBack = () => site.rollback(second);
    const first = NEXT.replace('is open', 'was open');
    const writes = await dyingAtEach(death, {
      async prepare() {
        await site.write('index.html', first);
        await site.holdfast('deploy', ['index.html'], CHANGE);
        await site.write('index.html', NEXT);
        second = valueOf(await site.holdfast('deploy', [], CHANGE)).release;
      },
      act: rolledBack,
      async after(died) {
        if (died) expect(await rolledBack()).toMatchObject({ exitCode: 0 });
        expect(read(site.onStaging)).toEqual([undefined, undefined, undefined, first]);
        expect(site.releases().find(({ id }) => id === second)?.state).toBe('rolled-back');
      },
    });
    // Each file and its copy; the record.
    expect(writes).toBe(9);
  });
});
