import { describe, expect, it } from 'vitest';
import { pageWith } from '../../world.ts';
import { parsed, textOf } from '../local/parsed.ts';
import { staleWorld, VERSIONS } from '../stale-world.ts';
import { desk } from './desk.ts';

/** Lambda quotas, "Invocation payload": 6 MB, of which this leaves something to what is around the body. */
const MOST_BYTES = 5_500_000;

const shown = async (versions = VERSIONS) => parsed(await (await desk(staleWorld(versions))).get());
const ancestor = 'section[aria-labelledby=ancestor]';

describe('the review page of an upload that was edited from an older version', () => {
  it('shows how little differs from that one, beside all that differs from the baseline', async () => {
    const page = await shown();
    expect(textOf(page.one(`${ancestor} .summary`))).toContain('0 lines removed, 1 line added.');
    expect(page.all(`${ancestor} tr.new code`).map(textOf)).toEqual(['<p>Call us</p>']);
    expect(page.all(`${ancestor} tr.gone`)).toEqual([]);
    expect(textOf(page.one(`${ancestor} .hunk`))).toContain('Older version lines');
    expect(textOf(page.one(`${ancestor} caption`))).toContain('older version and upload');
    expect(page.all('section[aria-labelledby=changes] .unified tr.gone').length).toBeGreaterThan(1);
  });

  it('says which version that is, and links to its bytes', async () => {
    const page = await shown();
    expect(textOf(page.one('.facts'))).toMatch(/Edited from\s*the version of 2026-\S+ \S+ UTC; the upload undoes 4/);
    const links = page.all('a[download]').map((link) => [textOf(link), link.attribs['href']]);
    expect(links.at(-1)).toEqual(['Download the version it was edited from', expect.stringContaining('/accepted/')]);
    expect(links).toHaveLength(3);
  });

  it('says what an override means for what was undone, and how the change is made again', async () => {
    const page = await shown();
    expect(textOf(page.one('#means-override'))).toContain('the accepted versions that it undoes stay undone');
    expect(textOf(page.one('.meaning'))).toContain('get the live page, make the change in it, and upload that');
  });

  it('shows the lines of both as text', async () => {
    const evil = '<script>alert(1)</script><img src=x onerror=alert(1)>\u202e\u0000';
    const page = await shown({ ...VERSIONS, stale: `${pageWith('HERO', 'TOURS')}\n${evil}` });
    expect(page.all('script')).toHaveLength(1);
    expect(page.all('main img')).toEqual([]);
    expect(textOf(page.one(`${ancestor} tr.new code`))).toBe(
      String.raw`<script>alert(1)</script><img src=x onerror=alert(1)>\u{202e}\u{0}`,
    );
  });

  it.each([
    ['quotes', '"'.repeat(490)],
    ['what is escaped twice', '\\"&<\t'.repeat(98)],
    ['what cannot be seen', '\u202e'.repeat(490)],
    ['characters of three bytes', '\u4e00'.repeat(490)],
  ])('fits into one answer where all is full of %s', async (_, line) => {
    const lines = (mark: string) => Array.from({ length: 3000 }, (_each, at) => `${mark}${at}${line}`).join('\n');
    const one = await desk(
      staleWorld({
        older: pageWith('HERO', 'TOURS') + lines('a'),
        good: pageWith('HERO', 'TOURS', 'CHECKOUT') + lines('b'),
        stale: pageWith('HERO', 'TOURS') + lines('c'),
      }),
    );
    const answer = await one.get();
    const body = await answer.clone().text();
    expect(Buffer.byteLength(JSON.stringify({ statusCode: answer.status, body }))).toBeLessThan(MOST_BYTES);
    const page = await parsed(answer);
    expect(page.all(`${ancestor} tr.gone`).length).toBeGreaterThan(20);
    expect(textOf(page.one(ancestor))).toContain('The diff is cut here');
  });

  it('is the same page without a second difference for any other upload', async () => {
    const page = await parsed(await (await desk()).get());
    expect(page.all(ancestor)).toEqual([]);
    expect(textOf(page.one('.facts'))).not.toContain('Edited from');
  });
});
