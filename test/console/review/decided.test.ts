import { describe, expect, it } from 'vitest';
import { openDecisions } from '../../../src/lib/incident/decisions.ts';
import { IN_STATE, KEY, STALE } from '../../approval/people.ts';
import { parsed, textOf } from '../local/parsed.ts';
import { deleted, desk, HOST, ORIGIN } from './desk.ts';

describe('a decision by a personal code', () => {
  it('is recorded in the name of whoever the code was made for, and carried out', async () => {
    const one = await desk();
    const asked = one.queue.messages.length;
    const answer = await one.post({ code: await one.code() });
    expect(answer.status).toBe(303);
    expect(one.table.incident(one.id)).toMatchObject({
      state: 'overridden',
      decision: { what: 'override', reason: 'It was meant so.', by: expect.stringContaining('web-lead@example.com') },
    });
    expect(one.queue.messages.slice(asked)).toEqual([{ site: 'demo', key: KEY }]);
    await one.look(KEY);
    await one.look(KEY);
    expect(one.served(KEY)).toBe(STALE);
  });

  it('leads back to the page, which says what was recorded', async () => {
    const one = await desk();
    const answer = await one.post({ code: await one.code(), decision: 'dismiss' });
    const back = new URL(answer.headers.get('location') ?? '', `${ORIGIN}${one.path}`);
    expect(`${back.pathname}${back.search}`).toBe(`${one.path}?view=${one.view}&done=dismiss`);
    const page = await parsed(await one.get(`${back.pathname}${back.search}`));
    expect(page.one('#outcome[role=status]')).toBeDefined();
    expect(page.text).toContain('Recorded: the incident is dismissed, and closed.');
    expect(textOf(page.one('.timeline blockquote'))).toContain('It was meant so.');
    expect(textOf(page.one('.timeline')).split('It was meant so.')).toHaveLength(2);
  });

  it('is found by the relative address also behind a base path', async () => {
    const one = await desk();
    const answer = await one.post({ code: await one.code() });
    const base = `${ORIGIN}/_aws/execute-api/abc/$default${one.path}`;
    expect(new URL(answer.headers.get('location') ?? '', base).pathname).toBe(new URL(base).pathname);
  });

  it.each([
    ['a browser that hides the origin', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
    ['an older browser', { origin: ORIGIN }],
    ['a browser that tells both', { origin: ORIGIN, 'sec-fetch-site': 'same-origin' }],
    ['a browser on a port of its own', { origin: 'http://127.0.0.1:4566', host: '127.0.0.1:4566' }],
  ])('is taken from %s', async (_what, headers: Record<string, string>) => {
    const one = await desk();
    const answer = await one.post({ code: await one.code() }, { host: HOST, ...headers });
    expect(answer.status).toBe(303);
  });

  it('stands when the guard cannot be called, and says so', async () => {
    const one = await desk(IN_STATE.restored(), {
      queue: { ask: () => Promise.reject(new Error('the queue is away')) },
    });
    const answer = await one.post({ code: await one.code() });
    const { search } = new URL(answer.headers.get('location') ?? '', `${ORIGIN}${one.path}`);
    expect((await parsed(await one.get(one.path + search))).text).toContain('it comes by itself within 15 minutes');
    expect(one.table.incident(one.id)?.state).toBe('overridden');
  });

  it('of a deletion lets the next one pass', async () => {
    const one = await desk(deleted());
    expect((await parsed(await one.get())).text).toContain('The next deletion of this page passes;');
    const answer = await one.post({ code: await one.code() });
    const { search } = new URL(answer.headers.get('location') ?? '', `${ORIGIN}${one.path}`);
    expect((await parsed(await one.get(one.path + search))).text).toContain('Delete the page again');
    one.remove(KEY);
    await one.look(KEY);
    expect(one.s3.live(KEY)).toBeUndefined();
  });

  it('may be typed without capitals and hyphens', async () => {
    const one = await desk();
    const code = (await one.code()).toLowerCase().replaceAll('-', '  ');
    expect((await one.post({ code: ` ${code} ` })).status).toBe(303);
  });

  it('counts the line breaks of a reason as the form does', async () => {
    const one = await desk();
    const reason = 'line\n'.repeat(100).trimEnd();
    const sent = reason.replaceAll('\n', '\r\n');
    expect((await one.post({ code: await one.code(), reason: sent })).status).toBe(303);
    expect(one.table.incident(one.id)?.decision?.reason).toBe(reason);
  });

  it('counts once when it is sent twice at the same moment', async () => {
    const one = await desk();
    const code = await one.code();
    const answers = await Promise.all([
      one.post({ code }),
      one.post({ code }),
      one.post({ code, decision: 'dismiss' }),
    ]);
    const statuses = answers.map(({ status }) => status);
    const decisions = one.table.incident(one.id)?.trail?.flatMap(({ decision }) => decision ?? []);
    expect(decisions).toHaveLength(1);
    const [same, other] = decisions?.[0]?.what === 'override' ? [[0, 1], 2] : [[2], 0];
    expect(same.map((at) => statuses[at])).toEqual(same.map(() => 303));
    expect([409, 410]).toContain(statuses[other]);
  });

  it('is told as what it was when it is sent again, and counts once', async () => {
    const one = await desk();
    const code = await one.code();
    const first = await one.post({ code });
    one.clock.advance(60_000);
    const before = one.table.everything();
    const second = await one.post({ code: code.toLowerCase() });
    expect([second.status, second.headers.get('location')]).toEqual([303, first.headers.get('location')]);
    expect(one.table.everything()).toEqual(before);
    // also when it is decided otherwise since
    expect((await one.post({ code: await one.code(), decision: 'restore' })).status).toBe(303);
    expect((await one.post({ code })).status).toBe(303);
    expect(one.table.incident(one.id)?.decision?.what).toBe('restore');
  });

  it('counts once when two approvers decide at the same moment', async () => {
    const one = await desk();
    const [first, second] = [await one.code(), await one.code()];
    const answers = await Promise.all([one.post({ code: first }), one.post({ code: second, decision: 'dismiss' })]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409]);
  });
});

describe('looking', () => {
  it('changes nothing, however often and however a scanner does it', async () => {
    const one = await desk();
    const code = await one.code();
    const before = one.everything();
    const paths = [
      `${one.path}?view=${one.view}`,
      `${one.path}?view=${one.view}&code=${code}&decision=override&reason=because`,
      `${one.path}?view=${one.view}&done=override`,
      `${one.path}/previews/rejected?view=${one.view}&code=${code}`,
      `${one.path}?view=wrong&code=${code}`,
    ];
    for (let times = 0; times < 1000; times += 1) {
      const path = paths[times % paths.length] ?? '';
      const answer = await one.request(path, { method: times % 2 === 0 ? 'GET' : 'HEAD' });
      expect([200, 403]).toContain(answer.status);
    }
    expect(one.everything()).toEqual(before);
    expect((await one.post({ code })).status).toBe(303);
  });

  it('is answered without a body when only the head is asked for', async () => {
    const one = await desk();
    const answer = await one.request(`${one.path}?view=${one.view}`, { method: 'HEAD' });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'is all that %s could do, and it does not even that',
    async (method) => {
      const one = await desk();
      const before = one.everything();
      expect((await one.request(`${one.path}?view=${one.view}`, { method })).status).toBe(404);
      expect(one.everything()).toEqual(before);
    },
  );

  it('believes no address that says something was done', async () => {
    const one = await desk();
    const page = await parsed(await one.get(`${one.path}?view=${one.view}&done=override`));
    expect(page.all('#outcome')).toEqual([]);
  });

  it.each(Object.entries(IN_STATE))('shows an incident that is %s, with what is open', async (state, make) => {
    const one = await desk(make());
    const page = await parsed(await one.get());
    const incident = one.table.incident(one.id);
    expect(textOf(page.one('.badge'))).toBe(state);
    const offered = page.all('input[type=radio][name=decision]').map(({ attribs }) => attribs['value']);
    expect(offered).toEqual(incident && openDecisions(incident));
    for (const what of offered) expect(page.one(`label[for="decision-${what}"]`)).toBeDefined();
  });
});

describe('a failure of what the page needs', () => {
  it('is told, logged and kept to itself', async () => {
    const broken = async () => Promise.reject(new Error('arn:aws:dynamodb secret'));
    const one = await desk();
    const bad = await desk(IN_STATE.restored(), { links: { keep: broken, find: broken } });
    const answer = await bad.post({ code: await one.code() });
    const page = await parsed(answer);
    expect(answer.status).toBe(500);
    expect(page.text).toContain('This did not work');
    expect(page.text).not.toContain('secret');
    expect(bad.logged).toMatchObject([{ message: 'request failed', method: 'POST' }]);
  });
});
