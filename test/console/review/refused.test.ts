import { describe, expect, it } from 'vitest';
import { createApp } from '../../../src/console/app.ts';
import { decideNewest, IN_STATE, KEY, newest } from '../../approval/people.ts';
import { requestModel } from '../../fakes/request-model.ts';
import { viewSecretModel } from '../../fakes/view-secret-model.ts';
import { exampleSite, pageWith, siteRecord } from '../../world.ts';
import { parsed } from '../local/parsed.ts';
import { BROWSER, desk, ORIGIN } from './desk.ts';

type Desk = Awaited<ReturnType<typeof desk>>;

/** Expects this answer, and that it changed nothing. */
async function refuses(one: Desk, ask: () => Response | Promise<Response>, status: number, says: RegExp) {
  const before = one.everything();
  const answer = await ask();
  const page = await parsed(answer);
  expect([answer.status, page.text]).toEqual([status, expect.stringMatching(says)]);
  expect(one.everything()).toEqual(before);
  return page;
}

describe('a review page without its key', () => {
  const NO_KEY = /only together with its key/;

  it.each([
    ['without a key', (one: Desk) => one.path],
    ['with an empty key', (one: Desk) => `${one.path}?view=`],
    ['with a wrong key', (one: Desk) => `${one.path}?view=${'0'.repeat(32)}`],
    ['with a part of its key', (one: Desk) => `${one.path}?view=${one.view.slice(0, 31)}`],
    ['with its key in capitals', (one: Desk) => `${one.path}?view=${one.view.toUpperCase()}`],
    ['with the key twice', (one: Desk) => `${one.path}?view=x&view=${one.view}`],
    ['of no incident at all', (one: Desk) => `/review/${'f'.repeat(20)}?view=${one.view}`],
    ['of an id that cannot be one', (one: Desk) => `/review/${encodeURIComponent('<script>')}?view=${one.view}`],
  ])('shows nothing %s', async (_how, path) => {
    const one = await desk();
    const page = await refuses(one, () => one.get(path(one)), 403, NO_KEY);
    expect(page.all('form')).toEqual([]);
    expect(page.text).not.toContain(KEY);
  });

  it('says the same of an incident that is not there as of a wrong key', async () => {
    const one = await desk();
    const unknown = 'f'.repeat(20);
    const right = await one.get(`/review/${unknown}?view=${await one.keyOf(unknown)}`);
    const wrong = await one.get(`${one.path}?view=${'0'.repeat(32)}`);
    expect(right.status).toBe(wrong.status);
    expect(await right.text()).toBe(await wrong.text());
  });

  it('makes no secret for keys on a stack that has none yet', async () => {
    const guard = await IN_STATE.restored();
    const viewSecret = viewSecretModel()(() => 'never to be made');
    const app = createApp(requestModel(guard, { viewSecret }).deps);
    expect((await app.request(`${ORIGIN}/review/${newest(guard)}?view=${'0'.repeat(32)}`)).status).toBe(403);
    expect(await viewSecret.known()).toBeUndefined();
  });

  it('decides nothing, whatever code comes along', async () => {
    const one = await desk();
    const code = await one.code();
    await refuses(one, () => one.post({ code, view: undefined }), 403, NO_KEY);
    await refuses(one, () => one.post({ code, view: 'x'.repeat(32) }), 403, NO_KEY);
  });

  it('shows no preview', async () => {
    const one = await desk();
    const paths = [`${one.path}/previews/rejected`, `${one.path}/previews/rejected?view=x`];
    for (const path of [...paths, `${one.path}/previews/other?view=${one.view}`]) {
      await refuses(one, () => one.get(path), 403, /no preview/);
    }
  });
});

describe('a decision that another page sent', () => {
  it.each([
    ['by another origin', { origin: 'https://elsewhere.example' }],
    ['by another origin that names ours in its path', { origin: `https://elsewhere.example/${ORIGIN}` }],
    [
      'by another origin that the browser calls ours',
      { origin: 'https://elsewhere.example', 'sec-fetch-site': 'same-origin' },
    ],
    ['by a page of another site, as the browser says', { origin: ORIGIN, 'sec-fetch-site': 'cross-site' }],
    ['by a page of a sibling host', { origin: ORIGIN, 'sec-fetch-site': 'same-site' }],
    ['by nobody knows whom', { 'sec-fetch-site': 'none' }],
    ['by an origin that is hidden', { origin: 'null' }],
    ['without a word of where it comes from', {}],
  ])('is refused when sent %s', async (_how, headers: Record<string, string>) => {
    const one = await desk();
    const code = await one.code();
    await refuses(one, () => one.post({ code }, headers), 403, /yours said something else, or nothing/);
  });
});

describe('a decision whose code is worth nothing', () => {
  it.each([
    ['that is none', async () => 'please', 403, /does not belong to this incident/],
    ['that nobody was given', async () => 'AAAAA-AAAAA-AAAAA-AAAAA', 403, /does not belong to this incident/],
    ['of half a megabyte', async () => 'A'.repeat(6000), 400, /That is no code/],
    ['that is not there', async () => '', 400, /Enter your code/],
  ])('is refused for a code %s', async (_what, code, status, says) => {
    const one = await desk();
    await refuses(one, async () => one.post({ code: await code() }), status, says);
  });

  it('is refused after 72 hours', async () => {
    const one = await desk();
    const code = await one.code();
    one.clock.advance(72 * 3_600_000);
    await refuses(one, () => one.post({ code }), 410, /This code ended on/);
  });

  it('is refused after its use', async () => {
    const one = await desk();
    const code = await one.code();
    expect((await one.post({ code, decision: 'dismiss' })).status).toBe(303);
    await refuses(one, () => one.post({ code, decision: 'override' }), 410, /This code was used on/);
    const otherwise = { code, decision: 'dismiss', reason: 'It was meant otherwise.' };
    await refuses(one, () => one.post(otherwise), 410, /This code was used on/);
  });

  it('is not told what another code recorded', async () => {
    const one = await desk();
    const [mine, other] = [await one.code(), await one.code()];
    expect((await one.post({ code: mine })).status).toBe(303);
    await refuses(one, () => one.post({ code: other }), 409, /is overridden/);
    await refuses(one, () => one.post({ code: 'AAAAA-AAAAA-AAAAA-AAAAA' }), 403, /does not belong/);
  });

  it('is refused for another incident', async () => {
    const one = await desk();
    const code = await one.code();
    one.upload('other.html', pageWith('HERO', 'CHECKOUT'));
    await one.look('other.html');
    one.upload('other.html', pageWith('HERO'));
    await one.look('other.html');
    const other = one.table.incidents().find(({ key }) => key === 'other.html')?.id ?? '';
    const view = await one.keyOf(other);
    await refuses(one, () => one.post({ code, view }, BROWSER, `/review/${other}`), 403, /does not belong/);
  });

  it('is refused when its holder is no approver any more', async () => {
    const one = await desk();
    const code = await one.code();
    one.table.putSite(siteRecord({ ...exampleSite(), approvers: [{ role: 'web-lead', account: '123456789012' }] }));
    await refuses(one, () => one.post({ code }), 403, /no approver of demo/);
  });
});

/** A code that overruled the guard. */
async function usedCode(one: Desk): Promise<string> {
  const code = await one.code();
  expect((await one.post({ code })).status).toBe(303);
  return code;
}

describe('a decision that cannot be', () => {
  it.each([
    ['without a reason', { reason: undefined }, 400, /Give a reason of 1 to 500 characters/],
    ['with a reason of spaces', { reason: '  \r\n ' }, 400, /Give a reason/],
    ['with a reason of 501 characters', { reason: 'x'.repeat(501) }, 400, /Give a reason/],
    ['without a decision', { decision: undefined }, 400, /Choose a decision/],
    ['with a decision that there is not', { decision: 'delete' }, 400, /Choose a decision/],
    ['that is not open', { decision: 'resume' }, 409, /cannot be resumed/],
  ])('is refused %s, and the form keeps what was typed', async (_how, fields, status, says) => {
    const one = await desk();
    const code = await one.code();
    const page = await refuses(one, () => one.post({ code, ...fields }), status, says);
    expect(page.one('[role=alert]').attribs['id']).toBe('problem');
    expect(page.one('form').attribs['aria-describedby']).toBe('problem');
    expect(page.one('#code').attribs['value']).toBe(code);
    expect((await one.post({ code })).status).toBe(303);
  });

  it.each([
    ['that was never given', async () => 'AAAAA-AAAAA-AAAAA-AAAAA', 403],
    ['that was used', usedCode, 410],
    ['that cannot be one', async () => '"><b>x', 403],
    ['that is too long', async () => 'A'.repeat(101), 400],
  ])('gives back no code %s', async (_what, code, status) => {
    const one = await desk();
    const answer = await one.post({ code: await code(one), decision: 'restore' });
    const page = await parsed(answer);
    expect([answer.status, page.one('#code').attribs['value']]).toEqual([status, '']);
  });

  it('gives a code back in no answer but its own', async () => {
    const one = await desk();
    const code = await one.code();
    expect(await (await one.post({ code, reason: '' })).text()).toContain(code);
    const looked = await parsed(await one.get(`${one.path}?view=${one.view}&code=${code}`));
    expect(looked.one('#code').attribs['value']).toBe('');
  });

  it('keeps a reason as it was typed', async () => {
    const one = await desk();
    const reason = '\n<b>Meant</b> so & "so"';
    const before = one.everything();
    const text = await (await one.post({ code: 'wrong', reason })).text();
    expect(text).toContain('\n\n&lt;b&gt;Meant&lt;/b&gt; so &amp; &quot;so&quot;</textarea>');
    expect(one.everything()).toEqual(before);
  });

  it('is refused while the guard is paused', async () => {
    const one = await desk();
    const code = await one.code();
    const site = siteRecord();
    const until = new Date(one.clock.now().getTime() + 3_600_000).toISOString();
    const from = one.clock.now().toISOString();
    one.table.putSite({ ...site, rev: 9, pauses: [{ from, until, reason: 'migration', by: 'cb' }] });
    await refuses(one, () => one.post({ code }), 409, /paused here until/);
  });

  it('is refused when a newer version was accepted', async () => {
    const one = await desk();
    const code = await one.code();
    one.upload(KEY, pageWith('HERO', 'CHECKOUT', 'REFERRAL'));
    await one.look(KEY);
    await refuses(one, () => one.post({ code }), 409, /Another version of index.html was accepted/);
  });

  it('is refused when somebody else decided before', async () => {
    const one = await desk();
    const code = await one.code();
    await decideNewest(one, 'override');
    await refuses(one, () => one.post({ code }), 409, /is overridden/);
  });

  it('has no form when nothing is open', async () => {
    const one = await desk(IN_STATE.dismissed());
    const page = await refuses(one, () => one.get(), 200, /Nothing is left to decide/);
    expect(page.all('form')).toEqual([]);
  });
});

describe('a body that is no form of ours', () => {
  it('is refused beyond 8 KB, even if its size is not told', async () => {
    const one = await desk();
    const code = await one.code();
    await refuses(one, () => one.post({ code, reason: 'x'.repeat(9000) }), 413, /more than the form/);
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode(`view=${one.view}&`.repeat(100))),
    });
    const headers = { ...BROWSER, 'content-type': 'application/x-www-form-urlencoded' };
    const endless = { method: 'POST', body, headers, duplex: 'half' } as const;
    await refuses(one, () => one.request(one.path, endless), 413, /more than the form/);
  });

  it.each(['application/json', 'multipart/form-data; boundary=x', 'text/plain', ''])(
    'is refused as %j',
    async (type) => {
      const one = await desk();
      const code = await one.code();
      const body = new TextEncoder().encode(`view=${one.view}&decision=override&reason=x&code=${code}`);
      const init = { method: 'POST', body, headers: { ...BROWSER, 'content-type': type } };
      await refuses(one, () => one.request(one.path, init), 415, /not sent by the form/);
    },
  );

  it('is refused when it is noise', async () => {
    const one = await desk();
    const body = Uint8Array.from({ length: 4000 }, (_, at) => (at * 151) % 256);
    const headers = { ...BROWSER, 'content-type': 'application/x-www-form-urlencoded' };
    await refuses(
      one,
      () => one.request(one.path, { method: 'POST', body, headers }),
      403,
      /only together with its key/,
    );
  });
});
