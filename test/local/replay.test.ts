import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { holdfastAt, type Ended } from './command-line.ts';
import { localAws } from './guard-aws.ts';
import { serve } from './guard-bucket.ts';
import type { Outsider } from './guard-outsider.ts';
import { outsiderAt } from './guard-site.ts';

const SITE = 'guard-replay';
const KEY = 'booking/index.html';

/** The page of spring, before the crossfade and the checkout; somebody still has it on a disk. */
const SPRING = page('<section class="hero"><h1>Sail with us</h1></section>', '');
const SUMMER = page(
  '<section class="hero" data-feature="HERO_CROSSFADE"><h1>Sail with us</h1><img src="dusk.webp" alt="Dusk"></section>',
  '',
);
const GOOD = page(
  '<section class="hero" data-feature="HERO_CROSSFADE"><h1>Sail with us</h1><img src="dusk.webp" alt="Dusk"></section>',
  '<form id="pay" data-feature="STRIPE_CHECKOUT"><label>Card <input name="card"></label><button>Pay</button></form>',
);
const OLD_OFFER = '<p>For Ranch &amp; Coast readers: ten percent off</p>';
/** The stale copy with its one edit, by which the retired offer comes back as well. */
const STALE = SPRING.replace('<h1>Sail with us</h1>', `<h1>Sail with us</h1>${OLD_OFFER}`);

function page(hero: string, checkout: string): string {
  const days = Array.from({ length: 60 }, (_, day) => `<li>Day ${day + 1}: the sloop leaves at nine</li>`).join('\n');
  return `<!doctype html>\n<html lang="en"><head><title>Booking</title></head><body>\n${hero}\n<ul>\n${days}\n</ul>\n${checkout}\n</body></html>\n`;
}

let guest: Outsider;
let folder: string;
const stack = inject('stack');
const dir = process.env.HOLDFAST_LOCAL_DIR ?? '';

const as =
  (who: 'approver' | 'deployer') =>
  (...words: string[]) =>
    holdfastAt({ dir, cwd: folder, as: who }, ...words);
const deployer = as('deployer');
const approver = as('approver');
const local = () => path.join(folder, KEY);
const staged = () => serve(localAws(stack).s3, { Bucket: `${SITE}-staging`, Key: KEY });

beforeAll(async () => {
  guest = await outsiderAt(SITE);
  folder = await mkdtemp(path.join(tmpdir(), 'holdfast-replay-'));
  await guest.put(KEY, SPRING);
  await guest.untilAccepted(KEY, SPRING);
  // Somebody takes a copy in spring, and the site goes on without it.
  expect(await deployer('pull', SITE)).toMatchObject({ exitCode: 0 });
  for (const edition of [SUMMER, GOOD]) {
    await guest.put(KEY, edition);
    await guest.untilAccepted(KEY, edition);
  }
});

describe('the day on which three features went', () => {
  it('1. a stale copy is not deployed: production is ahead, and the contact is told', async () => {
    await writeFile(local(), STALE);
    const ended = await deployer('deploy', SITE, KEY, '--yes');
    expect(ended).toMatchObject({ exitCode: 4 });
    saysWhatToDo(ended, /AHEAD/, /npx holdfast (diff|pull) guard-replay/);
    expect(await staged()).toBeUndefined();
    expect((await guest.served(KEY))?.body.toString()).toBe(GOOD);
  });

  it('1. nor is it copied by another tool, where commands are looked at first', async () => {
    const ended = await deployer('guard-command', '--', `aws s3 cp index.html s3://${SITE}-prod/${KEY}`);
    expect(ended).toMatchObject({ exitCode: 3 });
    saysWhatToDo(ended, /guard-replay/, /npx holdfast deploy/);
  });

  it('2. lost features and what was retired stop the deploy, whoever made the file', async () => {
    expect(await deployer('pull', SITE, KEY, '--force', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await readFile(local(), 'utf8')).toBe(GOOD);
    await writeFile(local(), STALE);
    const ended = await deployer('deploy', SITE, KEY, '--yes', '--change', 'a new offer');
    expect([3, 4]).toContain(ended.exitCode);
    saysWhatToDo(ended, /HERO_CROSSFADE/, /STRIPE_CHECKOUT/, /Ranch/, /holdfast allow/);
    expect(await staged()).toBeUndefined();
  });

  it('3. staging and production are never written by one command', async () => {
    await writeFile(local(), GOOD.replace('Sail with us', 'Sail with us in May'));
    const deployed = await deployer('deploy', SITE, KEY, '--yes');
    expect(deployed).toMatchObject({ exitCode: 0 });
    expect((await staged())?.body.toString()).toContain('in May');
    expect((await guest.served(KEY))?.body.toString()).toBe(GOOD);
    const ended = await deployer('promote', SITE, KEY, '--yes');
    expect(ended).toMatchObject({ exitCode: 3 });
    saysWhatToDo(ended, /D2/, /npx holdfast verify guard-replay/);
    expect(await deployer('verify', SITE, KEY, '--yes')).toMatchObject({ exitCode: 7 });
    expect((await guest.served(KEY))?.body.toString()).toBe(GOOD);
  });

  it('4. an open warning blocks the deploy until somebody in charge has read it', async () => {
    const warned = await deployer('warn', SITE, KEY, '--says', 'the copies on the laptops are old', '--yes', '--json');
    const { warning } = JSON.parse(warned.stdout);
    const ended = await deployer('deploy', SITE, KEY, '--yes');
    expect(ended).toMatchObject({ exitCode: 3 });
    saysWhatToDo(ended, /D4/, /the copies on the laptops are old/, /npx holdfast ack/);
    expect(await deployer('ack', warning.id, '--reason', 'read', '--yes')).toMatchObject({ exitCode: 7 });
    expect(await approver('ack', warning.id, '--reason', 'all pulled again', '--yes')).toMatchObject({ exitCode: 0 });
  });

  it('5. what is overwritten is kept first, and visitors have the new page when the command ends', async () => {
    expect(await approver('verify', SITE, KEY, '--yes')).toMatchObject({ exitCode: 0 });
    const visitor = await throughTheEdge();
    expect(await visitor()).toBe(GOOD);
    const promoted = await deployer('promote', SITE, KEY, '--yes');
    expect(promoted).toMatchObject({ exitCode: 0 });
    expect(await visitor()).toContain('in May');
    await guest.untilAccepted(KEY, GOOD.replace('Sail with us', 'Sail with us in May'));
    expect(await guest.incidents(KEY)).toEqual([]);
    const past = await deployer('history', SITE, KEY, '--json');
    expect(past.stdout).toContain('replaced');
  });
});

describe('the right way', () => {
  it('takes five commands', async () => {
    const own = await mkdtemp(path.join(tmpdir(), 'holdfast-right-'));
    const at = { dir, cwd: own };
    expect(await holdfastAt({ ...at, as: 'deployer' }, 'pull', SITE, KEY)).toMatchObject({ exitCode: 0 });
    const before = await readFile(path.join(own, KEY), 'utf8');
    const edited = before.replace('<button>Pay</button>', '<button>Pay by card</button>');
    await writeFile(path.join(own, KEY), edited);
    expect(await holdfastAt({ ...at, as: 'deployer' }, 'diff', SITE)).toMatchObject({ exitCode: 0 });
    expect(await holdfastAt({ ...at, as: 'deployer' }, 'deploy', SITE, KEY, '--yes')).toMatchObject({ exitCode: 0 });
    expect(await holdfastAt(at, 'verify', SITE, KEY, '--yes')).toMatchObject({ exitCode: 0 });
    expect(await holdfastAt({ ...at, as: 'deployer' }, 'promote', SITE, KEY, '--yes')).toMatchObject({ exitCode: 0 });
    await guest.untilAccepted(KEY, edited);
    expect((await guest.served(KEY))?.body.toString()).toBe(edited);
  });
});

/** A message that a stranger can act on: everything that it names, and no trace of a program's insides. */
function saysWhatToDo({ stdout, stderr }: Ended, ...named: RegExp[]): void {
  const said = `${stdout}\n${stderr}`;
  for (const each of named) expect(said).toMatch(each);
  expect(said).not.toMatch(/\bat .+\.ts:\d+/);
}

/** What a visitor gets through the distribution in front of production, from its cache where it has one. */
async function throughTheEdge(): Promise<() => Promise<string>> {
  const { edges } = JSON.parse(await readFile(path.join(dir, 'stack.json'), 'utf8'));
  const base = edges[guest.site.distribution];
  return async () => (await fetch(`${base}/${KEY}`)).text();
}
