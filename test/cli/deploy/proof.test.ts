import { afterEach, beforeEach, expect, test } from 'vitest';
import { pageWith } from '../../world.ts';
import { rulesOf, siteFolder, valueOf, type SiteFolder } from './site-folder.ts';

const LIVE = pageWith('HERO', 'CHECKOUT');
const NEXT = LIVE.replace('CHECKOUT here', 'CHECKOUT is open');

let site: SiteFolder;

beforeEach(async () => {
  site = await siteFolder();
  await site.live('index.html', LIVE);
});

afterEach(() => site.end());

test('shows six lines and what stands against it, and writes nothing', async () => {
  await site.write('index.html', NEXT);
  const fine = await site.holdfast('proof');
  expect(fine).toMatchObject({ exitCode: 0, text: expect.stringContaining('Nothing stands against it.') });
  const [{ lines, standing }] = valueOf(fine).proof;
  expect(lines).toHaveLength(6);
  expect(lines[1]).toContain('BEHIND');
  expect(standing).toBe('behind');
  await site.write('index.html', pageWith('HERO'));
  const lost = await site.holdfast('proof', ['index.html']);
  expect([lost.exitCode, ...rulesOf(lost)]).toEqual([3, 'D7']);
  expect(site.staging.keys()).toEqual([]);
  expect(site.releases()).toEqual([]);
});

test('sums up many blocks in a last line, and cuts no command that is to be typed', async () => {
  const pages = Array.from({ length: 60 }, (_, at) => `${'long-'.repeat(15)}${at}.html`);
  await site.write('index.html', NEXT);
  for (const page of pages) await site.write(page, pageWith('HERO'));
  const { shown, text } = await site.holdfast('deploy', ['index.html', ...pages], { change: 'many' });
  expect(shown[0]?.split('\n').at(-1)).toBe(
    'in all    61 blocks: 1 BEHIND, as should be, 60 new in production; new: HERO; lost: none; the guard finds nothing',
  );
  expect(text).toContain(`npx holdfast verify demo index.html ${pages.join(' ')}\n`);
  expect(text).toContain(`npx holdfast promote demo index.html ${pages.join(' ')}`);
});

test('shows what a promotion would do', async () => {
  await site.write('index.html', NEXT);
  await site.holdfast('deploy', ['index.html']);
  const early = await site.holdfast('proof', ['index.html'], { to: 'production' });
  expect([early.exitCode, ...rulesOf(early)]).toEqual([3, 'D2']);
  await site.verified('index.html');
  const ran = await site.holdfast('proof', ['index.html'], { to: 'production' });
  expect(ran.exitCode).toBe(0);
  expect(valueOf(ran).proof[0].target).toEqual({ what: 'production', bucket: 'demo-prod', key: 'index.html' });
  expect(site.inProduction('index.html')).toBe(LIVE);
});

test('makes a comment of it out of which no page can break', async () => {
  const evil = NEXT.replace('Sail', '</h1>\n````\n# Approved by everybody\n@team [x](http://evil.test)\u202e<h1>');
  await site.write('index.html', evil);
  const { text } = await site.holdfast('proof', [], { markdown: true });
  expect(text).toMatch(/^### Holdfast: can be written \(demo, staging\)\n/);
  expect(text).toContain('+# Approved by everybody');
  expect(text).not.toContain('\u202e');
  const [open = '', close = ''] = [...text.matchAll(/^`{5,}(?:diff)?$/gm)].map(([fence]) => fence);
  expect([open, close]).toEqual(['`````diff', '`````']);
  const inside = text.slice(text.indexOf(open), text.lastIndexOf(close));
  expect(inside).toContain('@team');
  expect(text.replace(inside, '')).not.toContain('@team');
});

test('refuses what it does not understand', async () => {
  expect(await site.holdfast('proof', [], { to: 'both' })).toMatchObject({ exitCode: 2 });
  expect(await site.holdfast('proof', [], { to: 'production' })).toMatchObject({ exitCode: 2 });
  expect(await site.holdfast('proof', ['nothing.html'])).toMatchObject({ exitCode: 2 });
  expect(await site.holdfast('deploy', ['/etc/passwd'])).toMatchObject({ exitCode: 2 });
  expect(await site.holdfast('deploy', [], { change: ' ' })).toMatchObject({ exitCode: 2 });
  expect(await site.holdfast('deploy', [], { resume: '20260310T120000Z-000000' })).toMatchObject({ exitCode: 2 });
});
