import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { holdfastAt } from './command-line.ts';
import type { Outsider } from './guard-outsider.ts';
import { outsiderAt } from './guard-site.ts';

const SITE = 'guard-back';
const BOATS = [
  'the sloop',
  'the ketch',
  'the cutter',
  'the dinghy',
  'the yawl',
  'the schooner',
  'the ferry',
  'the raft',
];
const TOURS = ['EVENING', 'WHALES', 'LUNCH', 'NIGHT', 'REGATTA'];
const HEADERS = { ContentType: 'text/html; charset=utf-8', CacheControl: 'max-age=60', Metadata: { build: '1' } };

let guest: Outsider;

beforeAll(async () => {
  guest = await outsiderAt(SITE);
});

/** Each edition has one tour more than the one before, which is a feature and a text of its own. */
function edition(tours: number): string {
  const about = (name: string) => `    <p>Everything on ${name}, in a sentence of its own.</p>`;
  const tour = (name: string) => `    <section data-feature="${name}"><h2>${name}</h2>\n${about(name)}\n    </section>`;
  const parts = [...BOATS.map(about), ...TOURS.slice(0, tours).map(tour)];
  return `<!doctype html>\n<html><head><title>Boats</title></head>\n  <body>\n${parts.join('\n')}\n  </body>\n</html>\n`;
}

/** Uploads the editions up to this one, each when the one before was accepted; gives their baselines. */
async function accepted(key: string, last: number) {
  const baselines = [];
  for (let tours = 1; tours <= last; tours += 1) {
    await guest.put(key, edition(tours), HEADERS);
    baselines.push(await guest.untilAccepted(key, edition(tours)));
  }
  return baselines;
}

async function holdfast(as: 'approver' | 'deployer', ...words: string[]) {
  const dir = path.dirname(guest.stack.inbox);
  const { exitCode, stdout, stderr } = await holdfastAt({ dir, cwd: dir, as }, ...words, '--json');
  return { exitCode, stderr, value: JSON.parse(stdout) };
}

const FOR_GOOD = ['--reason', 'the season is over', '--yes', '--no-wait'];
const restoring = (key: string, to: string): string[] => ['history', 'restore', SITE, key, '--to', to, ...FOR_GOOD];

describe('an older version with fewer features', () => {
  it('stays live once it was put back with an allowance, and only an approver can do that', async () => {
    const key = 'tours/index.html';
    const [first] = await accepted(key, 4);
    const words = restoring(key, first?.versionId.slice(0, 12) ?? '');
    expect(await holdfast('deployer', ...words)).toMatchObject({ exitCode: 7 });
    expect((await guest.served(key))?.body.toString()).toBe(edition(4));

    const { exitCode, value, stderr } = await holdfast('approver', ...words);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    const codes = value.findings.map(({ code }: { code: string }) => code);
    expect(new Set(codes)).toEqual(new Set(['token.lost', 'base.stale']));
    expect(value.allowances).toHaveLength(2);
    expect(value.proof[0].lines).toHaveLength(6);
    await guest.untilAccepted(key, edition(1));
    const served = await guest.served(key);
    expect(served?.body.toString()).toBe(edition(1));
    const { ContentType, CacheControl, Metadata } = HEADERS;
    expect(served?.headers).toEqual({ ContentType, CacheControl, metadata: Metadata });
    expect(await guest.incidents(key)).toEqual([]);

    const past = await holdfast('deployer', 'history', SITE, key);
    expect(past.value.versions).toMatchObject([
      { live: true, was: ['baseline'], identity: first?.identity, kept: ['accepted'] },
      { was: ['accepted'], kept: ['accepted', 'replaced'] },
      { was: ['accepted'] },
      { was: ['accepted'] },
      { was: ['baseline'], versionId: first?.versionId },
    ]);
  });

  it('is undone when it is uploaded without one', async () => {
    const key = 'boats/index.html';
    await accepted(key, 4);
    await guest.put(key, edition(1), HEADERS);
    const { findings } = await guest.untilIncident(key, 'restored');
    await guest.untilServed(key, edition(4));
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['token.lost', 'base.stale']));
    const { value } = await holdfast('deployer', 'history', SITE, key);
    expect(value.versions.slice(0, 2)).toMatchObject([
      { live: true, was: ['baseline', 'put-back'] },
      { was: ['rejected'], incidents: [{ state: 'restored' }], kept: ['accepted', 'rejected'] },
    ]);
  });
});

describe('a page that was deleted with leave', () => {
  it('goes back by a time at which it was live', async () => {
    const key = 'gone/index.html';
    const [first] = await accepted(key, 1);
    const allow = ['allow', SITE, key, '--code', 'page.deleted', '--for', '1h', '--reason', 'the page goes', '--yes'];
    expect(await holdfast('approver', ...allow)).toMatchObject({ exitCode: 0 });
    await guest.remove(key);
    expect(await guest.served(key)).toBeUndefined();
    const { exitCode, stderr } = await holdfast('approver', ...restoring(key, first?.lastModified ?? ''));
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    await guest.untilAccepted(key, edition(1));
    expect((await guest.served(key))?.body.toString()).toBe(edition(1));
  });
});
