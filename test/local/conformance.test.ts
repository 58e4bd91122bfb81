import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { holdfastAt, type Ended } from './command-line.ts';
import { footprint } from './footprint.ts';
import { until, type Outsider } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

const SITE = 'guard-dry';
const GOOD = pageWith(['HERO', 'CHECKOUT'], 'The first text');
const BAD = pageWith(['HERO'], 'No checkout');
const WHY = ['--reason', 'to try it'];

/** What commands are called with that speak of something that must be there. */
interface Known {
  readonly incident: string;
  readonly warning: string;
  readonly release: string;
}

/** Each command that writes, as it is called when it has something to write. */
const CALLS: Readonly<Record<string, (known: Known) => readonly string[]>> = {
  suggest: () => [SITE, '--write'],
  apply: () => [],
  protect: () => [SITE, '--require-conditional-writes'],
  remove: () => [],
  pull: () => [SITE, '--force'],
  deploy: () => [SITE, '--change', 'the third text', '--keep'],
  verify: () => [SITE, 'second.html'],
  promote: () => [SITE, 'index.html', '--keep'],
  rollback: ({ release }) => [release],
  'history restore': () => [SITE, 'index.html', '--to', new Date().toISOString(), ...WHY],
  'sync-check': () => [SITE, '--fix-staging', '--delete'],
  warn: () => [SITE, 'second.html', '--says', 'ask first'],
  ack: ({ warning }) => [warning, ...WHY],
  escalate: () => [SITE, 'index.html'],
  override: ({ incident }) => [incident, ...WHY],
  dismiss: ({ incident }) => [incident, ...WHY],
  restore: ({ incident }) => [incident, ...WHY],
  resume: ({ incident }) => [incident, ...WHY],
  link: ({ incident }) => [incident, '--for', 'web-lead'],
  'tokens import': () => [SITE, 'tokens.txt'],
  allow: () => [SITE, 'index.html', '--token', 'HERO', '--for', '1h', ...WHY],
  retire: () => [SITE, '--token', 'HERO', ...WHY],
  unretire: () => [SITE, '--phrase', 'an old phrase'],
  pause: () => [SITE, '--for', '1h', ...WHY],
  unpause: () => [SITE, 'other.html'],
  rules: () => ['--write', 'AGENTS.md'],
};

/** What only approvers may; to warn and to escalate is everybody's whom IAM lets call the API, and there is no IAM here. */
const DECIDING = ['verify', 'ack', 'override', 'dismiss', 'link', 'allow', 'retire', 'unretire', 'pause', 'unpause'];

let guest: Outsider;
let dir: string;
let cwd: string;
let known: Known;
let before: unknown;

beforeAll(async () => {
  guest = await outsiderAt(SITE);
  dir = path.dirname(guest.stack.inbox);
  cwd = await realpath(await mkdtemp(path.join(tmpdir(), 'holdfast-dry-')));
  const pages = ['index.html', 'second.html', 'lost.html', 'other.html'];
  for (const page of pages) await guest.put(page, GOOD, { ContentType: 'text/html' });
  for (const page of pages) await guest.untilAccepted(page, GOOD);
  known = await somethingOfEach();
  before = await atRest();
});

afterAll(() => rm(cwd, { recursive: true }));

const at = (as: 'approver' | 'stranger', ...words: string[]): Promise<Ended> => holdfastAt({ dir, cwd, as }, ...words);

async function done(...words: string[]) {
  const { exitCode, stdout, stderr } = await at('approver', ...words, '--yes', '--json');
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  return JSON.parse(stdout);
}

async function somethingOfEach(): Promise<Known> {
  await guest.put('lost.html', BAD, { ContentType: 'text/html' });
  const incident = (await guest.untilIncident('lost.html', 'restored')).id;
  await done('pull', SITE);
  await edit('index.html', 'The second text');
  await edit('second.html', 'Another text');
  const { release } = await done('deploy', SITE, '--change', 'new texts', '--no-wait');
  await done('verify', SITE, 'index.html', '--no-screenshot');
  await edit('index.html', 'The third text');
  await done('retire', SITE, '--phrase', 'an old phrase', ...WHY);
  await done('pause', SITE, 'other.html', '--for', '1h', ...WHY);
  const { warning } = await done('warn', SITE, 'other.html', '--says', 'ask first');
  await writeFile(path.join(cwd, 'tokens.txt'), 'OLD:index.html:2020-01-14T10:22Z\n');
  return { incident, release, warning: warning.id };
}

/** Pictures are taken before the server is asked, and stay. */
const callOf = (name: string) => [...(CALLS[name]?.(known) ?? []), ...(name === 'verify' ? ['--no-screenshot'] : [])];

const edit = (page: string, to: string) => writeFile(path.join(cwd, page), GOOD.replace('The first text', to));

/** Waits until the guard has nothing more to do here, then looks. */
async function atRest(): Promise<unknown> {
  let last = '';
  return until('nothing moves any more', async () => {
    const now = await footprint(guest, [cwd]);
    const same = JSON.stringify(now) === last;
    last = JSON.stringify(now);
    return same ? now : undefined;
  });
}

/** The one JSON value of stdout, and nothing that only a fault prints. */
function heldTo(name: string, { exitCode, stdout, stderr }: Ended): unknown {
  const { exits = [] } = COMMANDS.find((each) => each.name.replace(/ [[<].*$/, '') === name) ?? {};
  expect({ name, exitCode, stderr, known: exits.some((code) => code === exitCode) }).toMatchObject({ known: true });
  expect(stderr).not.toMatch(/\n +at /);
  return JSON.parse(stdout);
}

describe('every command that writes', () => {
  it('is tried here', () => {
    const writing = COMMANDS.filter(({ writes }) => writes).map(({ name }) => name.replace(/ [[<].*$/, ''));
    expect(Object.keys(CALLS).toSorted()).toEqual(writing.toSorted());
  });

  it.each(Object.entries(CALLS))('%s --dry-run writes nothing at all', async (name, call) => {
    const ended = await at('approver', ...name.split(' '), ...call(known), '--dry-run', '--json');
    heldTo(name, ended);
    expect(await footprint(guest, [cwd])).toEqual(before);
  });

  it.each(DECIDING)('%s by a stranger ends with 7 and writes nothing', async (name) => {
    const ended = await at('stranger', ...name.split(' '), ...callOf(name), '--yes', '--json');
    expect(heldTo(name, ended)).toMatchObject({ error: { code: 'API.DENIED', hint: expect.any(String) } });
    expect(ended.exitCode).toBe(7);
    expect(await footprint(guest, [cwd])).toEqual(before);
  });
});
