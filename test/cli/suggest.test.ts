import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/lib/site/config.ts';
import type { Site } from '../../src/lib/site/site.ts';
import { emptyBucket, emptyWorld, type World } from './fake-operator.ts';
import { run, type Ran } from './run.ts';

const CONFIG = `# Ours
sites:
  demo:
    production: { bucket: demo-prod, prefix: www/ } # live
    policy: { mode: observe }
`;
const PAGE = `<!doctype html><html><body>
<script src="https://js.stripe.com/v3/"></script>
<form id="contact"><input name="name"></form>
</body></html>`;
const ADDED = `    tokens:
      - attribute: data-feature
      - selector: 'form#contact'
        name: CONTACT_FORM
`;

let folder: string;
let config: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'holdfast-suggest-'));
  config = path.join(folder, 'holdfast.yml');
  await mkdir(path.join(folder, 'dist', 'about'), { recursive: true });
  await writeFile(config, CONFIG);
  await writeFile(path.join(folder, 'dist', 'index.html'), PAGE);
  await writeFile(path.join(folder, 'dist', 'about', 'index.html'), PAGE.replace('<form', '<p></p>\n<form'));
  await writeFile(path.join(folder, 'dist', 'notes.txt'), '<form id="newsletter"><input></form>');
});

afterEach(() => rm(folder, { recursive: true }));

type Options = Omit<NonNullable<Parameters<typeof run>[3]>, 'args' | 'config'>;

async function suggest({ options = {}, ...others }: Options = {}, world: World = emptyWorld()): Promise<Ran> {
  const sites: readonly Site[] = parseConfig(await readFile(config, 'utf8'), 'holdfast.yml').sites;
  return run(world, sites, 'suggest', { args: ['demo'], options, config, ...others });
}

const dir = () => path.join(folder, 'dist');

describe('suggest --dir', () => {
  it('proposes for the pages of a folder, and writes nothing', async () => {
    const { exitCode, text, value, shown } = await suggest({ options: { dir: dir() } });
    expect(exitCode).toBe(0);
    expect(value).toMatchObject({
      site: 'demo',
      pages: 2,
      written: false,
      suggestions: [
        {
          name: 'STRIPE_CHECKOUT',
          kind: 'payment',
          pages: [{ page: 'www/about/index.html' }, { page: 'www/index.html' }],
        },
        { name: 'CONTACT_FORM', kind: 'form', pages: [{ line: 4 }, { line: 3 }] },
      ],
    });
    for (const line of [
      '2 pages of demo: 2 features that no source finds yet.',
      'Payment\n  STRIPE_CHECKOUT  script[src*="js.stripe.com/"]',
      '    A form through which visitors write.',
      '    www/about/index.html:4 and 1 page more: <form id="contact"><input name="name"></form>',
      '    tokens:\n      - attribute: data-feature\n',
      'with --write',
    ]) {
      expect(text).toContain(line);
    }
    expect(shown).toEqual([]);
    expect(await readFile(config, 'utf8')).toBe(CONFIG);
  });

  it('reads one file that is named', async () => {
    const { value } = await suggest({ options: { dir: path.join(folder, 'dist', 'index.html') } });
    expect(value).toMatchObject({ pages: 1, suggestions: { length: 2 } });
  });

  it('spells out what a page hides in what is shown', async () => {
    await writeFile(
      path.join(folder, 'dist', 'about', 'index.html'),
      `<p>\u202E\u001B[31m <form id="contact"><input></form>`,
    );
    const { text } = await suggest({ options: { dir: dir() } });
    expect(text).toContain(String.raw`<p>\u{202e}\u{1b}[31m <form`);
    expect(text).not.toContain('\u001B');
  });

  it('says which pages could not be read, and goes on', async () => {
    await writeFile(path.join(folder, 'dist', 'deep.html'), '<div>'.repeat(1000));
    const { text, value } = await suggest({ options: { dir: dir() } });
    expect(value).toMatchObject({ pages: 3, unread: [{ page: 'www/deep.html' }], suggestions: { length: 2 } });
    expect(text).toContain('1 page could not be read: npx holdfast scan demo');
  });

  it.each([
    ['a folder that is not there', { dir: '/nowhere/at/all' }, 'cannot be read'],
    ['a folder without pages', { dir: '.' }, 'There is no page of demo'],
    ['a name that is not proposed', { only: 'CONTACT_FROM' }, 'Did you mean CONTACT_FORM?'],
    ['no name', { only: ' ' }, '--only names nothing.'],
  ])('refuses %s', async (_what, options, says) => {
    const wanted = 'dir' in options && options.dir === '.' ? { dir: path.join(folder, 'empty') } : options;
    await mkdir(path.join(folder, 'empty'));
    const { exitCode, text } = await suggest({ options: { dir: dir(), ...wanted } });
    expect(exitCode).toBe(2);
    expect(text).toContain(says);
  });
});

describe('suggest --write', () => {
  const write = (options: Record<string, unknown> = {}) => ({ dir: dir(), write: true, ...options });

  it('adds what was chosen after showing the difference, and touches nothing else', async () => {
    const { exitCode, shown, text, value } = await suggest({ options: write({ only: 'CONTACT_FORM' }) });
    expect({ exitCode, value }).toMatchObject({ exitCode: 0, value: { written: true, suggestions: { length: 1 } } });
    expect(shown).toHaveLength(1);
    expect(shown[0]).toContain(config);
    expect(stripVTControlCharacters(shown[0] ?? '')).toContain(
      "\n+      - selector: 'form#contact'\n+        name: CONTACT_FORM\n",
    );
    expect(text).toBe('Added 1 source. The guard knows them after: npx holdfast apply demo');
    expect(await readFile(config, 'utf8')).toBe(CONFIG.replace('    policy', `${ADDED}    policy`));
    expect(await readdir(folder)).toEqual(['dist', 'holdfast.yml']);
  });

  it('proposes what was written no more', async () => {
    await suggest({ options: write() });
    const { text, value } = await suggest({ options: write() });
    expect(value).toMatchObject({ suggestions: [], written: false });
    expect(text).toBe('2 pages of demo: nothing is left to propose.');
  });

  it.each([
    ['no' as const, 1],
    ['dry-run' as const, 0],
  ])('writes nothing when the answer is %s', async (answer, code) => {
    const { exitCode, shown } = await suggest({ options: write(), answer });
    expect({ exitCode, shown: shown.length }).toEqual({ exitCode: code, shown: 1 });
    expect(await readFile(config, 'utf8')).toBe(CONFIG);
  });

  it('refuses where other sites share the list, and changes nothing', async () => {
    const shared = `${CONFIG}    tokens: &all\n      - attribute: data-feature\n  two:\n    production: { bucket: two }\n    tokens: *all\n`;
    await writeFile(config, shared);
    const { exitCode, text } = await suggest({ options: write() });
    expect({ exitCode, text }).toMatchObject({
      exitCode: 3,
      text: expect.stringContaining('its list is shared'),
    });
    expect(await readFile(config, 'utf8')).toBe(shared);
  });

  it('lends the list of another site, and leaves that one alone', async () => {
    const lent = `sites:\n  one:\n    production: { bucket: one }\n    tokens: &all\n      - comment: x\n  demo:\n    production: { bucket: demo-prod }\n    tokens: *all\n`;
    await writeFile(config, lent);
    expect(await suggest({ options: write() })).toMatchObject({ exitCode: 0 });
    const [one, demo] = parseConfig(await readFile(config, 'utf8'), 'x').sites;
    expect([one?.tokens.length, demo?.tokens.length]).toEqual([1, 3]);
  });
});

describe('suggest of live pages', () => {
  function live(): World {
    const world = emptyWorld();
    const bucket = emptyBucket();
    bucket.objects.set('www/index.html', { text: PAGE });
    bucket.objects.set('www/contact', { text: '<form id="newsletter"><input></form>' });
    bucket.objects.set('other/index.html', { text: '<form id="newsletter"><input></form>' });
    world.buckets.set('demo-prod', bucket);
    return world;
  }

  it('reads what the guard judges, and nothing else', async () => {
    const { value, progress } = await suggest({}, live());
    expect(value).toMatchObject({ pages: 1, suggestions: [{ name: 'STRIPE_CHECKOUT' }, { name: 'CONTACT_FORM' }] });
    expect(progress.at(-1)).toBe('read 1 of 1 page');
  });

  it('does not propose what people retired', async () => {
    const world = live();
    const [site] = parseConfig(CONFIG, 'x').sites;
    if (!site) throw new Error('the configuration has one site');
    const retired = { tokens: ['STRIPE_CHECKOUT'], phrases: [] };
    world.sites.set('demo', { rev: 1, since: '2026-01-01T00:00:00.000Z', config: site, retired, pauses: [] });
    expect((await suggest({}, world)).value).toMatchObject({ suggestions: [{ name: 'CONTACT_FORM' }] });
  });

  it('writes to the configuration as well', async () => {
    const { exitCode } = await suggest({ options: { write: true, only: 'CONTACT_FORM' } }, live());
    expect(exitCode).toBe(0);
    expect(await readFile(config, 'utf8')).toBe(CONFIG.replace('    policy', `${ADDED}    policy`));
  });
});
