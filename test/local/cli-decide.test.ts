import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directoryOf, holdfast, type Ended } from './command-line.ts';
import type { UploadHeaders } from './guard-bucket.ts';
import type { Outsider } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

const GOOD = pageWith(['HERO', 'CHECKOUT']);
const NEW = pageWith(['HERO'], 'Sail with us, without a checkout');
const HEADERS: UploadHeaders = {
  ContentType: 'text/html; charset=utf-8',
  CacheControl: 'max-age=60',
  Metadata: { build: '43' },
};

let guest: Outsider;
let dir: string;

beforeAll(async () => {
  guest = await outsiderAt('guard-cli');
  dir = path.dirname(guest.stack.inbox);
});

/** Uploads a version that loses a feature, and waits until it was undone; gives the incident's id. */
async function undone(key: string): Promise<string> {
  await guest.put(key, GOOD);
  await guest.untilAccepted(key, GOOD);
  await guest.put(key, NEW, HEADERS);
  await guest.untilServed(key, GOOD);
  return (await guest.untilIncident(key, 'restored')).id;
}

function valueOf({ stdout, stderr, exitCode }: Ended): unknown {
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  return JSON.parse(stdout);
}

describe('the approver at a terminal', () => {
  it('overrides by the beginning of an id, and when the command ends the upload is live again and stays', async () => {
    const id = await undone('override.html');
    const shown = await holdfast(dir, 'incidents', 'show', id.slice(0, 12));
    expect(shown.stdout).toContain(`npx holdfast override ${id} --reason "…"`);
    expect(shown.stdout).toContain('-    <section data-feature="CHECKOUT">');

    const ended = await holdfast(dir, 'override', id.slice(0, 12), '--reason', 'no checkout', '--yes', '--json');
    expect(valueOf(ended)).toMatchObject({ done: true, pending: [], incident: { id, state: 'overridden' } });
    const served = await guest.served('override.html');
    expect(served?.body.toString()).toBe(NEW);
    expect(served?.headers).toMatchObject({ ContentType: HEADERS.ContentType, CacheControl: 'max-age=60' });
    await guest.untilAccepted('override.html', NEW);

    const next = pageWith(['HERO'], 'The next ordinary upload');
    await guest.put('override.html', next, HEADERS);
    await guest.untilAccepted('override.html', next);
    expect(await guest.incidents('override.html')).toHaveLength(1);
  });

  it('puts the version before it back', async () => {
    const id = await undone('restore.html');
    valueOf(await holdfast(dir, 'override', id, '--reason', 'right', '--yes', '--json'));
    const ended = await holdfast(dir, 'restore', id, '--reason', 'wrong after all', '--yes', '--json');
    expect(valueOf(ended)).toMatchObject({ incident: { state: 'restored' } });
    expect((await guest.served('restore.html'))?.body.toString()).toBe(GOOD);
  });

  it('is told by which rule it is refused', async () => {
    const id = await undone('late.html');
    expect(valueOf(await holdfast(dir, 'dismiss', id, '--reason', 'right', '--yes', '--json'))).toMatchObject({
      incident: { state: 'dismissed' },
    });
    const ended = await holdfast(dir, 'override', id, '--reason', 'too late', '--yes');
    expect(ended).toMatchObject({ exitCode: 3, stdout: '' });
    expect(ended.stderr).toContain('The incident is dismissed');
  });

  it('makes a link, of which only the hash is kept', async () => {
    const id = await undone('link.html');
    const link = await holdfast(dir, 'link', id, '--for', 'web-lead@example.com', '--yes', '--json');
    const made = valueOf(link);
    expect(made).toMatchObject({ incident: id, for: 'web-lead@example.com', done: true });
    expect(JSON.stringify(made)).toMatch(/\/review\/[\w-]+\?view=[0-9a-f]{32}#code=[0-9A-Z-]{23}"/);
    expect(link.stderr).not.toMatch(/[0-9A-Z]{5}(-[0-9A-Z]{5}){3}/);
  });

  it('lets things happen ahead of an upload', async () => {
    await guest.put('ahead.html', GOOD);
    await guest.untilAccepted('ahead.html', GOOD);
    const allow = ['allow', 'guard-cli', 'ahead.html', '--token', 'CHECKOUT', '--for', '1h', '--reason', 'it moves'];
    valueOf(await holdfast(dir, ...allow, '--yes', '--json'));
    expect((await holdfast(dir, 'allowances', 'guard-cli')).stdout).toContain('CHECKOUT');
    expect((await holdfast(dir, 'status', 'guard-cli')).stdout).toContain('allowed    CHECKOUT on ahead.html until');
    await guest.put('ahead.html', NEW);
    await guest.untilAccepted('ahead.html', NEW);
    expect(await guest.incidents('ahead.html')).toEqual([]);
  });

  it('retires what must not come back, and lets it come back', async () => {
    const what = ['guard-cli', '--phrase', 'For Ranch & Coast readers', '--yes', '--json'];
    expect(valueOf(await holdfast(dir, 'retire', ...what, '--reason', 'over'))).toMatchObject({ already: false });
    expect(valueOf(await holdfast(dir, 'retire', ...what, '--reason', 'over'))).toMatchObject({ already: true });
    expect(valueOf(await holdfast(dir, 'unretire', ...what))).toMatchObject({ already: false });
  });

  it('pauses a page, and ends the pause', async () => {
    const pause = await holdfast(
      dir,
      'pause',
      'guard-cli',
      'p.html',
      '--for',
      '1h',
      '--reason',
      'x',
      '--yes',
      '--json',
    );
    expect(valueOf(pause)).toMatchObject({
      pause: { page: 'p.html', reason: 'x', by: expect.stringContaining('web-lead') },
    });
    const unpause = await holdfast(dir, 'unpause', 'guard-cli', 'p.html', '--yes', '--json');
    expect(valueOf(unpause)).toMatchObject({ ended: [{ page: 'p.html' }], asked: 1 });
  });
});

describe.each(['deployer', 'stranger'] as const)('a %s at a terminal', (principal) => {
  let own: string;

  beforeAll(async () => {
    own = await directoryOf(dir, principal);
  });

  afterAll(async () => {
    await rm(path.dirname(own), { recursive: true });
  });

  it('decides nothing', async () => {
    const key = `${principal}.html`;
    const id = await undone(key);
    const tries = [
      ['override', id, '--reason', 'mine'],
      ['dismiss', id, '--reason', 'mine'],
      ['override', id, '--reason', 'mine', '--deploy'],
      ['link', id, '--for', 'web-lead@example.com'],
      ['allow', 'guard-cli', key, '--code', 'page.deleted', '--for', '1h', '--reason', 'mine'],
      ['retire', 'guard-cli', '--token', 'HERO', '--reason', 'mine'],
      ['pause', 'guard-cli', '--for', '1h', '--reason', 'mine'],
    ];
    for (const words of tries) {
      const ended = await holdfast(own, ...words, '--yes', '--json');
      expect([words[0], ended.exitCode]).toEqual([words[0], 7]);
      expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'API.DENIED' } });
    }
    expect((await guest.served(key))?.body.toString()).toBe(GOOD);
    expect(await guest.untilIncident(key, 'restored')).toMatchObject({ id });
    expect(await holdfast(dir, 'allowances', 'guard-cli')).toMatchObject({ stdout: expect.not.stringContaining(key) });
  });
});
