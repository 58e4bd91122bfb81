import { describe, expect, it } from 'vitest';
import { sampleDetail } from '../pages/sample.ts';
import { formHeaders, HOST, openConsole, send, type Fields } from './browser.ts';
import { refusal, type ApiWorld } from './fake-api.ts';
import { parsed, textOf } from './parsed.ts';

const ID = '0123456789abcdef0123';
const INCIDENT = `/incidents/${ID}`;

interface FormCase {
  readonly name: string;
  readonly path: string;
  readonly fields: Fields;
  /** The one call that it leads to. */
  readonly call: readonly unknown[];
  /** Where the browser goes next. */
  readonly to?: string;
}

const CASES: readonly FormCase[] = [
  ...(['override', 'dismiss', 'restore', 'resume'] as const).map((what) => ({
    name: what,
    path: `${INCIDENT}/decide`,
    fields: [
      ['decision', what],
      ['reason', ' it was right '],
    ] as const,
    call: ['decide', ID, what, { reason: 'it was right', scope: 'incident' }],
    to: `${INCIDENT}?did=${what}`,
  })),
  {
    name: 'a personal link',
    path: `${INCIDENT}/link`,
    fields: [['approver', 'web@example.com']],
    call: ['makeLink', ID, 'web@example.com'],
  },
  {
    name: 'the pause of a page',
    path: '/sites/demo/pause',
    fields: [
      ['page', 'index.html'],
      ['for', '4 hours'],
      ['reason', 'moving'],
    ],
    call: ['pause', 'demo', { page: 'index.html', until: '2026-03-10T16:00:00.000Z', reason: 'moving' }],
    to: '/sites/demo?did=paused',
  },
  {
    name: 'the pause of a site',
    path: '/sites/demo/pause',
    fields: [
      ['page', ' '],
      ['for', '4 weeks'],
      ['reason', 'moving'],
    ],
    call: ['pause', 'demo', { until: '2026-04-07T12:00:00.000Z', reason: 'moving' }],
    to: '/sites/demo?did=paused',
  },
  {
    name: 'the end of a page’s pause',
    path: '/sites/demo/unpause',
    fields: [['page', 'a/b c.html']],
    call: ['unpause', 'demo', 'a/b c.html'],
    to: '/sites/demo?did=unpaused',
  },
  {
    name: 'the end of a site’s pause',
    path: '/sites/demo/unpause',
    fields: [],
    call: ['unpause', 'demo', undefined],
    to: '/sites/demo?did=unpaused',
  },
  {
    name: 'an allowance',
    path: '/sites/demo/allow',
    fields: [
      ['page', 'index.html'],
      ['code', 'token.lost'],
      ['code', 'page.deleted'],
      ['token', 'HERO'],
      ['tokens', ' OTHER  HERO\n'],
      ['for', '1 day'],
      ['reason', 'new hero'],
    ],
    call: [
      'allow',
      'demo',
      {
        page: 'index.html',
        codes: ['token.lost', 'page.deleted'],
        tokens: ['HERO', 'OTHER'],
        until: '2026-03-11T12:00:00.000Z',
        reason: 'new hero',
      },
    ],
    to: '/sites/demo/page?key=index.html&did=allowed',
  },
  {
    name: 'the withdrawal of an allowance',
    path: '/sites/demo/withdraw',
    fields: [
      ['page', 'index.html'],
      ['id', 'a1'],
    ],
    call: ['withdraw', 'demo', 'index.html', 'a1'],
    to: '/sites/demo/page?key=index.html&did=withdrawn',
  },
  {
    name: 'retiring a phrase',
    path: '/sites/demo/retire',
    fields: [
      ['kind', 'phrase'],
      ['name', 'For Ranch & Coast readers'],
      ['reason', 'the offer ended'],
    ],
    call: ['retire', 'demo', { kind: 'phrase', name: 'For Ranch & Coast readers', reason: 'the offer ended' }],
    to: '/sites/demo?did=retired',
  },
  {
    name: 'acknowledging a warning',
    path: '/sites/demo/acknowledge',
    fields: [
      ['id', '0a1b2c3d4e5f60718293'],
      ['reason', ' it is done '],
    ],
    call: ['acknowledge', 'demo', '0a1b2c3d4e5f60718293', 'it is done'],
    to: '/sites/demo?did=acknowledged',
  },
  {
    name: 'unretiring a token',
    path: '/sites/demo/unretire',
    fields: [
      ['kind', 'token'],
      ['name', 'OLD_BANNER'],
    ],
    call: ['unretire', 'demo', { kind: 'token', name: 'OLD_BANNER' }],
    to: '/sites/demo?did=unretired',
  },
];

describe.each(CASES)('the form of $name', ({ path, fields, call, to }) => {
  it('is the one call of the API that it says', async () => {
    const { post, world, get } = await openConsole();
    const answer = await post(path, fields);
    expect(world.writes).toEqual([call]);
    expect(answer.status).toBe(to === undefined ? 200 : 303);
    expect(answer.headers.get('location')).toBe(to ?? null);
    if (to !== undefined) expect(await (await get(to)).text()).toContain('class="notice good"');
  });

  it('does nothing without the form token, or with another', async () => {
    const { post, cookie, app, world } = await openConsole();
    const body = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString();
    const sent = { cookie, origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin', ...formHeaders(body) };
    expect((await send({ app }, path, sent, { method: 'POST', body })).status).toBe(403);
    const guessed = `form-token=AAAA&${body}`;
    expect(
      (await send({ app }, path, { ...sent, ...formHeaders(guessed) }, { method: 'POST', body: guessed })).status,
    ).toBe(403);
    expect(world.writes).toEqual([]);
    expect((await post(path, fields)).status).toBeLessThan(400);
  });

  it.each([
    ['another origin', { origin: 'https://evil.example.com' }],
    [
      'another origin that the browser calls ours',
      { origin: 'https://evil.example.com', 'sec-fetch-site': 'same-origin' },
    ],
    ['another port of this machine', { origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-site' }],
    ['another site, as the browser says', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['a right origin that the browser contradicts', { origin: `http://${HOST}`, 'sec-fetch-site': 'cross-site' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['nowhere', {}],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    ['what is no origin', { origin: 'x' }],
    ['the other name of the same host', { origin: 'http://localhost:4321' }],
  ])('does nothing when it comes from %s', async (_, headers) => {
    const { post, cookie, world } = await openConsole();
    const answer = await post(path, fields, { cookie, ...headers });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('Nothing was done');
    expect(world.writes).toEqual([]);
  });

  it('does nothing without the session', async () => {
    const { post, world } = await openConsole();
    const answer = await post(path, fields, { origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin' });
    expect(answer.status).toBe(403);
    expect(world.writes).toEqual([]);
  });

  it('does nothing when its address is only opened', async () => {
    const { app, cookie, world } = await openConsole();
    const query = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString();
    for (const method of ['GET', 'HEAD']) {
      const answer = await send({ app }, `${path}?${query}`, { cookie }, { method });
      expect(answer.status).toBe(404);
    }
    expect(world.writes).toEqual([]);
  });

  it.each([
    ['API.DENIED', 403, 'Not allowed'],
    ['API.STATE', 409, 'that cannot be done any more'],
    ['API.MOVED', 409, 'something newer is live'],
    ['API.PAUSED', 409, 'the guard is paused here'],
    ['API.CONFLICT', 409, 'somebody else wrote at the same moment'],
    ['API.EXPIRED', 410, 'it is not kept any more'],
    ['API.BUSY', 429, 'Too much at once'],
    ['API.UNREACHABLE', 502, 'The stack does not answer'],
  ] as const)('tells a refusal by %s in place', async (code, status, title) => {
    const { post } = await openConsole({ refuses: { writes: refusal(code, 'cb <b>may not</b>') } });
    const answer = await post(path, fields);
    const page = await answer.text();
    expect(answer.status).toBe(status);
    expect(page).toContain(title);
    expect(page).toContain('cb &lt;b&gt;may not&lt;/b&gt;');
    expect(page).toContain('method="post"');
  });
});

it('accepts an origin that a browser tells in full', async () => {
  const { post, cookie, world } = await openConsole();
  expect((await post('/sites/demo/unpause', [], { cookie, origin: `http://${HOST}` })).status).toBe(303);
  expect(world.writes).toHaveLength(1);
});

it('keeps what was typed when the guard refuses it', async () => {
  const { post } = await openConsole({ refuses: { writes: refusal('API.STATE') } });
  const decision = await parsed(
    await post(`${INCIDENT}/decide`, [
      ['decision', 'dismiss'],
      ['reason', 'a "good" <reason>'],
      ['scope', 'deploy'],
    ]),
  );
  expect(textOf(decision.one('#reason'))).toBe('a "good" <reason>');
  expect(decision.all('.decide [checked]').map(({ attribs }) => attribs['value'])).toEqual(['dismiss', 'deploy']);
  const pause = await parsed(
    await post('/sites/demo/pause', [
      ['page', 'a&b.html'],
      ['for', '3 days'],
      ['reason', 'because'],
    ]),
  );
  expect(pause.one('#pause-page').attribs['value']).toBe('a&b.html');
  expect(pause.one('#pause-for [selected]').attribs['value']).toBe('3 days');
  expect(textOf(pause.one('#pause-reason'))).toBe('because');
  expect(pause.all('details[open] form').map(({ attribs }) => attribs['action'])).toEqual(['/sites/demo/pause']);
});

describe('a form that is not complete', () => {
  it.each<readonly [string, string, Fields]>([
    ['no reason', `${INCIDENT}/decide`, [['decision', 'override']]],
    ['no decision', `${INCIDENT}/decide`, [['reason', 'because']]],
    [
      'a decision that does not exist',
      `${INCIDENT}/decide`,
      [
        ['decision', 'constructor'],
        ['reason', 'because'],
      ],
    ],
    [
      'a scope that does not exist',
      `${INCIDENT}/decide`,
      [
        ['decision', 'override'],
        ['reason', 'because'],
        ['scope', 'everything'],
      ],
    ],
    [
      'a reason that is too long',
      `${INCIDENT}/decide`,
      [
        ['decision', 'override'],
        ['reason', 'x'.repeat(501)],
      ],
    ],
    ['nobody to make a link for', `${INCIDENT}/link`, [['approver', ' ']]],
    [
      'a length that nobody offered',
      '/sites/demo/pause',
      [
        ['for', '99 years'],
        ['reason', 'because'],
      ],
    ],
    [
      'nothing to allow',
      '/sites/demo/allow',
      [
        ['page', 'index.html'],
        ['for', '1 day'],
        ['reason', 'because'],
      ],
    ],
    [
      'a finding that cannot be allowed',
      '/sites/demo/allow',
      [
        ['page', 'index.html'],
        ['code', 'page.unreadable'],
        ['for', '1 day'],
        ['reason', 'because'],
      ],
    ],
    [
      'something else to retire',
      '/sites/demo/retire',
      [
        ['kind', 'site'],
        ['name', 'demo'],
        ['reason', 'because'],
      ],
    ],
  ])('says so and sends nothing: %s', async (_, path, fields) => {
    const { post, world } = await openConsole();
    const answer = await post(path, fields);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('Nothing was sent');
    expect(world.writes).toEqual([]);
  });

  it.each([
    ['is megabytes long', 'application/x-www-form-urlencoded', 'x'.repeat(2_000_000), 413],
    ['is JSON', 'application/json', '{"decision":"override"}', 403],
    ['is plain text', 'text/plain', 'form-token=x', 403],
    ['has no type', '', 'decision=override', 403],
  ])('is refused when it %s', async (_, type, body, status) => {
    const { app, cookie, world } = await openConsole();
    const headers = { cookie, 'sec-fetch-site': 'same-origin', ...formHeaders(body), 'content-type': type };
    expect((await send({ app }, `${INCIDENT}/decide`, headers, { method: 'POST', body })).status).toBe(status);
    expect(world.writes).toEqual([]);
  });

  it('is refused when it does not say how long it is', async () => {
    const { app, cookie, world } = await openConsole();
    const headers = { cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await send({ app }, `${INCIDENT}/decide`, headers, { method: 'POST', body: 'form-token=x' });
    expect(answer.status).toBe(413);
    expect(world.writes).toEqual([]);
  });
});

describe('the whole deploy', () => {
  const deploy: Fields = [
    ['decision', 'override'],
    ['reason', 'all of it was right'],
    ['scope', 'deploy'],
  ];
  const also: ApiWorld['also'] = [
    { id: 'b'.repeat(20), page: 'about.html', outcome: 'recorded' },
    { id: 'c'.repeat(20), page: 'gone.html', outcome: 'refused', says: 'Something newer is live.' },
  ];

  it('says what came of each incident', async () => {
    const { post, world } = await openConsole({ also });
    const answer = await post(`${INCIDENT}/decide`, deploy);
    const page = await answer.text();
    expect(world.writes).toEqual([['decide', ID, 'override', { reason: 'all of it was right', scope: 'deploy' }]]);
    expect(page).toContain('Recorded for 2 of 3 incidents.');
    expect(page).toContain('Something newer is live.');
    expect(page).toContain(`href="/incidents/${'c'.repeat(20)}"`);
  });

  it('does not say that the named incident was recorded where it was refused', async () => {
    const { post } = await openConsole({ also: [...also, { id: ID, page: 'index.html', outcome: 'refused' }] });
    expect(await (await post(`${INCIDENT}/decide`, deploy)).text()).toContain('Recorded for 1 of 3 incidents.');
  });
});

it('says when the guard could not be called, and comes by itself', async () => {
  const { post, get, world } = await openConsole({ asked: false });
  const alone = await post(`${INCIDENT}/decide`, [
    ['decision', 'override'],
    ['reason', 'because'],
  ]);
  expect(alone.headers.get('location')).toBe(`${INCIDENT}?did=later`);
  expect((await parsed(await get(`${INCIDENT}?did=later`))).text).toContain('within 15 minutes');
  world.also = [];
  const deploy = await post(`${INCIDENT}/decide`, [
    ['decision', 'override'],
    ['reason', 'because'],
    ['scope', 'deploy'],
  ]);
  expect((await parsed(deploy)).text).toContain('within 15 minutes');
});

it('sends along which decision was the newest when the page was shown', async () => {
  const decision = { what: 'override', by: 'cb', reason: 'because', at: '2026-03-05T09:00:00.000Z' } as const;
  const { get, post, world } = await openConsole({
    incidents: [sampleDetail({ state: 'overridden', open: ['restore'], decision })],
  });
  const page = await parsed(await get(INCIDENT));
  const { attribs } = page.one('.decide input[name="after"]');
  await post(`${INCIDENT}/decide`, [
    ['decision', 'restore'],
    ['reason', 'after all'],
    ['after', attribs['value'] ?? ''],
  ]);
  expect(world.writes).toEqual([
    ['decide', ID, 'restore', { reason: 'after all', scope: 'incident', after: decision.at }],
  ]);
});

it('tells the code of a personal link once, on a page that nobody keeps', async () => {
  const { post, get } = await openConsole();
  const answer = await post(`${INCIDENT}/link`, [['approver', 'web@example.com']]);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.text()).toContain('AAAAA-BBBBB-CCCCC-DDDDD');
  expect(await (await get(INCIDENT)).text()).not.toContain('AAAAA-BBBBB');
});

it('says when something stood so already', async () => {
  const { post } = await openConsole({ already: true });
  const answer = await post('/sites/demo/unretire', [
    ['kind', 'token'],
    ['name', 'HERO'],
  ]);
  expect(answer.headers.get('location')).toBe('/sites/demo?did=unretired-already');
});

it('tells what was refused even where its page cannot be read any more', async () => {
  const { post, world } = await openConsole();
  world.refuses = { writes: refusal('API.DENIED', 'You are no approver.'), site: refusal('API.UNREACHABLE') };
  const answer = await post('/sites/demo/unpause', []);
  expect(answer.status).toBe(403);
  expect((await parsed(answer)).text).toContain('You are no approver.');
});
