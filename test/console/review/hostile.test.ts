import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../src/lib/incident/incident.ts';
import { IN_STATE, newest } from '../../approval/people.ts';
import { HTML, pageWith, world } from '../../world.ts';
import { whatIsLive } from '../../preview/what-is-live.ts';
import { parsed, textOf } from '../local/parsed.ts';
import { desk } from './desk.ts';

const BREAK_OUTS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  `' autofocus onfocus='alert(1)`,
  '</textarea></title></style><svg onload=alert(1)>',
  'javascript:alert(1)',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '\u202egnp.exe\u0000\u001b[31m',
];

/** A world whose newest incident says this wherever somebody else chose the words. */
async function hostileWorld(words: string, change: Partial<Incident> = {}) {
  const one = await IN_STATE.restored();
  const incident = one.table.incident(newest(one));
  const page = one.table.page({ site: 'demo', key: 'index.html' });
  if (!incident || !page) throw new Error('there is no incident');
  const decision = { what: 'dismiss', by: words, reason: words, at: words } as const;
  const next: Incident = {
    ...incident,
    rev: incident.rev + 1,
    findings: [
      { code: 'token.lost', severity: 'rollback', says: words, token: words, place: { line: 1, excerpt: words } },
      { code: 'retired.returned', severity: 'rollback', says: words, phrase: words },
      {
        code: 'base.stale',
        severity: 'rollback',
        says: words,
        ancestor: { identity: words, versionId: words, lastModified: words, undoes: 2 },
      },
    ],
    writer: { principal: words, sourceIp: words, event: words },
    version: {
      ...incident.version,
      versionId: words,
      lastModified: words,
      headers: { contentType: words, metadata: {} },
    },
    purgeProblem: words,
    nowOn: { [words]: words },
    decision,
    trail: [
      { state: 'restoring', at: words },
      { state: 'restored', at: words, decision },
    ],
    ...change,
  };
  const bump = { expect: page.rev, next: { ...page, rev: page.rev + 1 } };
  one.table.commit({ page: bump, incidents: [{ expect: incident.rev, next }], tokens: [] });
  return one;
}

describe('a review page of hostile words', () => {
  it.each(BREAK_OUTS)('shows %j and obeys nothing of it', async (words) => {
    const quiet = await parsed(await (await desk(hostileWorld('words'))).get());
    const page = await parsed(await (await desk(hostileWorld(words))).get());
    const names = (of: typeof page) => of.all('*').map(({ name }) => name);
    expect(names(page).toSorted()).toEqual(names(quiet).toSorted());
    expect(page.all('script')).toHaveLength(1);
    const attributes = page.all('*').flatMap(({ attribs }) => Object.keys(attribs));
    expect(attributes.filter((attribute) => attribute.startsWith('on') || attribute === 'autofocus')).toEqual([]);
    expect(page.all('a[href^="javascript:"]')).toEqual([]);
    for (const hidden of ['\u0000', '\u001b', '\u202e']) expect(page.text).not.toContain(hidden);
  });

  it.each(BREAK_OUTS)('takes a page whose key is %j', async (words) => {
    const guard = world();
    const key = `${words.replaceAll('\u0000', '')}.html`;
    guard.upload(key, pageWith('HERO', 'CHECKOUT'));
    await guard.look(key);
    guard.upload(key, pageWith('HERO'));
    await guard.look(key);
    const one = await desk(guard);
    const page = await parsed(await one.get());
    expect(textOf(page.one('h1'))).toMatch(/ (?:was|is being) restored$/);
    expect(page.all('script')).toHaveLength(1);
    expect(page.all('main img, main svg')).toEqual([]);
    const code = await one.code();
    expect((await one.post({ code })).status).toBe(303);
  });

  it.each(BREAK_OUTS)('gives back a refused form filled with %j', async (words) => {
    const one = await desk();
    const before = one.everything();
    const page = await parsed(await one.post({ code: words, reason: words, decision: words }));
    expect(page.all('script')).toHaveLength(1);
    expect(page.all('main img, main svg, [onfocus], [autofocus]')).toEqual([]);
    expect(one.everything()).toEqual(before);
  });

  it('shows the bytes of a page as text, and its preview as nothing that lives', async () => {
    const markup = `<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a></code></table></main>
<form action="https://elsewhere.example/"><input name=x></form><iframe src="https://elsewhere.example/"></iframe>`;
    const guard = world();
    guard.upload('index.html', pageWith('HERO', 'CHECKOUT') + markup, HTML);
    await guard.look('index.html');
    guard.upload('index.html', pageWith('HERO') + markup.replaceAll('x', 'y'), HTML);
    await guard.look('index.html');
    const one = await desk(guard);
    const page = await parsed(await one.get());
    expect(page.all('script')).toHaveLength(1);
    expect(page.all('form')).toHaveLength(1);
    expect(textOf(page.one('.unified'))).toContain('<script>alert(1)</script>');
    for (const side of ['rejected', 'baseline']) {
      const preview = await (await one.get(`${one.path}/previews/${side}?view=${one.view}`)).text();
      expect(whatIsLive(preview)).toEqual([]);
    }
  });

  it('stays below what a function may answer, whatever changed', async () => {
    const lines = (letter: string) =>
      Array.from({ length: 9000 }, (_, at) => `${'"&<\u{1f600}'.repeat(100)}${letter}${at}`);
    const guard = world();
    guard.upload('index.html', pageWith('HERO', 'CHECKOUT') + lines('a').join('\n'));
    await guard.look('index.html');
    guard.upload('index.html', pageWith('HERO') + lines('b').join('\n'));
    await guard.look('index.html');
    const text = await (await (await desk(guard)).get()).text();
    expect(text).toContain('The diff is cut here');
    expect(Buffer.byteLength(JSON.stringify(text))).toBeLessThan(5_000_000);
  });

  it('stays below it with the longest words everywhere', async () => {
    const words = '"'.repeat(60_000);
    const text = await (await (await desk(hostileWorld(words))).get()).text();
    expect(Buffer.byteLength(JSON.stringify(text))).toBeLessThan(5_000_000);
  });
});
