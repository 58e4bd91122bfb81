import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { GOOD, IN_STATE, STALE } from '../../approval/people.ts';
import { parsed, textOf } from '../local/parsed.ts';
import { deleted, desk, ORIGIN } from './desk.ts';

describe('the review page', () => {
  it('says what happened, what was lost, and who can get the bytes', async () => {
    const one = await desk();
    const page = await parsed(await one.get());
    expect(textOf(page.one('h1'))).toBe('index.html was restored');
    expect(textOf(page.one('.findings'))).toContain('The upload lost the feature CHECKOUT.');
    expect(textOf(page.one('.unified'))).toContain('lost feature: CHECKOUT');
    expect(page.all('.timeline li').length).toBeGreaterThan(1);
    const downloads = page.all('a[download]').map(({ attribs }) => attribs['href']);
    expect(downloads).toHaveLength(2);
    expect(downloads.join(' ')).toMatch(
      /^https:\/\/snapshots\S+\/rejected\/\S+ https:\/\/snapshots\S+\/accepted\/\S+$/,
    );
  });

  it('asks for decision, reason and code, and sends them to itself', async () => {
    const one = await desk();
    const page = await parsed(await one.get());
    const form = page.one('form');
    expect(form.attribs['method']).toBe('post');
    const action = new URL(form.attribs['action'] ?? '', `${ORIGIN}${one.path}?view=x`);
    // a refused form's address is good to look at again
    expect([action.pathname, action.search, action.hash]).toEqual([one.path, `?view=${one.view}`, '#decide']);
    expect(textOf(page.one('label[for=reason]'))).toBe('Reason');
    expect(textOf(page.one('label[for=code]'))).toBe('Your code');
    expect(textOf(page.one('#code-note'))).toContain(`An approver makes one: npx holdfast link ${one.id} --for "…"`);
    expect(page.one('#reason').attribs).toMatchObject({ required: '', maxlength: '500' });
    const hidden = page.all('input[type=hidden]').map(({ attribs: { name = '', value } }) => [name, value]);
    expect(Object.fromEntries(hidden)).toEqual({ view: one.view, after: 'none' });
    expect(page.all('input[name=decision]:checked')).toEqual([]);
  });

  it('frames both versions, and neither may do anything', async () => {
    const one = await desk();
    const frames = (await parsed(await one.get())).all('iframe');
    expect(frames.map(({ attribs }) => attribs['sandbox'])).toEqual(['', '']);
    expect(frames.map(({ attribs }) => attribs['title'])).toEqual(['Baseline, rendered', 'Rejected version, rendered']);
    const shown = await Promise.all(
      frames.map(async ({ attribs }) => {
        const { pathname, search } = new URL(attribs['src'] ?? '', `${ORIGIN}${one.path}`);
        return (await one.get(pathname + search)).text();
      }),
    );
    expect(shown.map((document) => document.includes('CHECKOUT here'))).toEqual([
      GOOD.includes('CHECKOUT here'),
      STALE.includes('CHECKOUT here'),
    ]);
  });

  it('has one heading of the page, landmarks, and a language', async () => {
    const page = await parsed(await (await desk()).get());
    for (const each of ['h1', 'main', 'header', 'html[lang=en]', 'title', 'meta[name=viewport]']) page.one(each);
    const ids = page.all('[id]').map(({ attribs }) => attribs['id']);
    expect(ids).toHaveLength(new Set(ids).size);
  });

  it('leads nowhere but to itself, its previews and the downloads', async () => {
    const one = await desk();
    const page = await parsed(await one.get());
    const links = page.all('[href], [src], [action]').flatMap(({ attribs: { href, src, action } }) => {
      const address = href ?? src ?? action;
      return address === undefined || address.startsWith('#') ? [] : [address];
    });
    expect(
      links.filter((link) => !link.startsWith(one.id) && !link.startsWith('https://snapshots.example.com/')),
    ).toEqual([]);
  });

  it('shows a deletion without frame or diff of what is not there', async () => {
    const page = await parsed(await (await desk(deleted())).get());
    expect(page.all('iframe')).toHaveLength(1);
    expect(page.text).toContain('The page was deleted.');
    expect(page.text).toContain('There is no diff');
  });

  it('says why there is no preview when the bytes are gone', async () => {
    const one = await desk();
    one.snapshots.expire('rejected', 'demo', one.table.incident(one.id)?.version.identity ?? '');
    const answer = await one.get(`${one.path}/previews/rejected?view=${one.view}`);
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('not in the snapshot store')]);
  });
});

describe('the headers', () => {
  const NEVER_KEPT = {
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex, nofollow',
    'cross-origin-resource-policy': 'same-origin',
    'content-type': 'text/html; charset=utf-8',
  };

  it.each([
    ['of a page', 200, (one: { path: string; view: string }) => `${one.path}?view=${one.view}`],
    ['of a refusal', 403, (one: { path: string; view: string }) => `${one.path}?view=no`],
  ])('%s allow our own style and script by their hashes, and nothing else', async (_of, status, path) => {
    const one = await desk();
    const answer = await one.get(path(one));
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(answer.headers)).toMatchObject(NEVER_KEPT);
    const text = await answer.text();
    const policy = answer.headers.get('content-security-policy');
    const hashes = ['style', 'script'].map((element) => {
      const [, content = ''] = new RegExp(`<${element}>([^]*?)</${element}>`).exec(text) ?? [];
      return `${element}-src 'sha256-${createHash('sha256').update(content).digest('base64')}'`;
    });
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      ...hashes,
      "frame-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  it.each(['rejected', 'baseline', 'other'])('of the %s preview take every right from it', async (side) => {
    const one = await desk(IN_STATE.restored());
    const answer = await one.get(`${one.path}/previews/${side}?view=${one.view}`);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      ...NEVER_KEPT,
      'x-dns-prefetch-control': 'off',
      'content-security-policy':
        "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
    });
  });
});
