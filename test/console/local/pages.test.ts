import { describe, expect, it } from 'vitest';
import { HoldfastError } from '../../../src/lib/errors.ts';
import { FINDING_CODES } from '../../../src/lib/site/policy.ts';
import { sampleDetail } from '../pages/sample.ts';
import { openConsole } from './browser.ts';
import { refusal, samplePage, sampleSite, sampleToken, sampleWarning } from './fake-api.ts';
import { parsed, textOf } from './parsed.ts';

const ID = '0123456789abcdef0123';
const many = (count: number) => Array.from({ length: count }, (_, index) => index);
const idOf = (index: number) => index.toString(16).padStart(20, '0');

describe('every page', () => {
  it.each(['/', '/sites/demo', '/sites/demo/tokens', '/sites/demo/page?key=index.html', `/incidents/${ID}`])(
    'says which stack it shows and as whom: %s',
    async (path) => {
      const { get } = await openConsole();
      const page = await parsed(await get(path));
      expect(textOf(page.one('.where'))).toBe(
        'Account 123456789012, eu-west-1, stage prod · as arn:aws:iam::123456789012:user/cb',
      );
      expect(page.all('h1')).toHaveLength(1);
    },
  );

  it.each(['/', '/sites/demo', '/sites/demo/page?key=index.html', `/incidents/${ID}`])(
    'has a label for every field, and ids of their own: %s',
    async (path) => {
      const { get } = await openConsole({
        sites: [sampleSite({ pauses: [{ from: '', until: '2026-03-12T10:00:00.000Z', reason: 'x', by: 'cb' }] })],
      });
      const page = await parsed(await get(path));
      const ids = page.all('[id]').map(({ attribs }) => attribs['id']);
      expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
      const labelled = new Set(page.all('label[for]').map(({ attribs }) => attribs['for']));
      const fields = page.all('select, textarea, input:not([type="hidden"])');
      const bare = fields.filter(({ attribs, parent }) => {
        const inLabel = parent !== null && 'name' in parent && parent.name === 'label';
        return !inLabel && !labelled.has(attribs['id']);
      });
      expect(bare).toEqual([]);
      for (const { attribs } of page.all('[aria-describedby], [aria-labelledby]')) {
        expect(ids).toContain(attribs['aria-describedby'] ?? attribs['aria-labelledby']);
      }
    },
  );
});

describe('the start page', () => {
  it('shows every site with its mode, its pauses and what is open', async () => {
    const states = ['contested', 'undecided', 'undecided', 'restored'] as const;
    const { get } = await openConsole({
      sites: [
        sampleSite({
          pausedUntil: '2026-03-12T10:00:00.000Z',
          pauses: [{ from: '', until: '2026-03-12T10:00:00.000Z', reason: 'moving house', by: 'cb' }],
        }),
        sampleSite({ name: 'blog', mode: 'observe' }),
      ],
      incidents: states.map((state, index) => sampleDetail({ id: idOf(index), state })),
    });
    const page = await parsed(await get('/'));
    const [demo = '', blog = ''] = page.all('.card').map(textOf);
    expect(demo).toContain('demo enforce paused');
    expect(demo).toContain('1 contested 2 undecided');
    expect(demo).toContain('The whole site until 2026-03-12 10:00:00 UTC by cb: moving house');
    expect(blog).toContain('blog observe');
    expect(blog).toContain('There was no incident yet.');
    expect(page.all('h2 a').map(({ attribs }) => attribs['href'])).toEqual(['/sites/demo', '/sites/blog']);
  });

  it('says so when more incidents are open than it counts', async () => {
    const { get } = await openConsole({
      incidents: many(51).map((index) => sampleDetail({ id: idOf(index), state: 'contested' })),
    });
    expect((await parsed(await get('/'))).text).toContain('50+ contested');
  });

  it('shows the other sites when one cannot be read', async () => {
    const { get, world } = await openConsole({ sites: [sampleSite(), sampleSite({ name: 'blog' })] });
    world.refuses = { site: refusal('API.FAILED', 'The table is throttled.') };
    const page = await parsed(await get('/'));
    expect(page.all('.card')).toHaveLength(2);
    expect(textOf(page.all('.card .problem')[0] ?? page.one('.card'))).toContain('The table is throttled.');
  });
});

describe('the page of a site', () => {
  it('names in its list of incidents what each is about, once, and where an allowance is made', async () => {
    const finding = { severity: 'rollback', says: 'x' } as const;
    const { get } = await openConsole({
      incidents: [
        sampleDetail({
          findings: [
            { ...finding, code: 'token.lost', token: 'HERO' },
            { ...finding, code: 'token.lost', token: 'HERO' },
            { ...finding, code: 'retired.returned', phrase: 'Half <b>price' },
            { ...finding, code: 'page.deleted' },
          ],
        }),
      ],
    });
    const { text } = await parsed(await get('/sites/demo'));
    expect(text).toContain('token.lost HERO, retired.returned Half <b>price, page.deleted ·');
    expect(text).toContain('To make one, open the page that it is for');
  });

  it('lists incidents of one state, and follows the cursors of both lists each by itself', async () => {
    const { get } = await openConsole({
      incidents: many(25).map((index) =>
        sampleDetail({ id: idOf(index), state: index % 5 === 0 ? 'contested' : 'restored' }),
      ),
      pages: many(60).map((index) => samplePage({ page: `p${index}.html` })),
    });
    const links = (page: Awaited<ReturnType<typeof parsed>>, pattern: RegExp) =>
      page
        .all('.rows a')
        .map(({ attribs }) => attribs['href'] ?? '')
        .filter((href) => pattern.test(href));
    const more = (page: Awaited<ReturnType<typeof parsed>>, what: string) =>
      page.all('.goes-on a').find((link) => textOf(link) === what)?.attribs['href'] ?? '';

    const first = await parsed(await get('/sites/demo'));
    expect(links(first, /^\/incidents/)).toEqual(many(10).map((index) => `/incidents/${idOf(index)}`));
    const second = await parsed(await get(more(first, 'More incidents')));
    expect(links(second, /^\/incidents/)).toEqual(many(10).map((index) => `/incidents/${idOf(index + 10)}`));
    expect(links(second, /page\?key=/)).toEqual(links(first, /page\?key=/));
    const both = await parsed(await get(more(second, 'More pages')));
    expect(links(both, /page\?key=/)).toEqual(many(10).map((index) => `/sites/demo/page?key=p${index + 50}.html`));
    expect(links(both, /^\/incidents/)).toEqual(links(second, /^\/incidents/));
    expect(more(both, 'More pages')).toBe('');
    const last = await parsed(await get(more(both, 'More incidents')));
    expect(links(last, /^\/incidents/)).toHaveLength(5);
    expect(more(last, 'More incidents')).toBe('');
    expect(links(await parsed(await get(more(last, 'First incidents'))), /^\/incidents/)).toHaveLength(10);

    const contested = await parsed(await get('/sites/demo?state=contested'));
    expect(links(contested, /^\/incidents/)).toEqual(many(5).map((index) => `/incidents/${idOf(index * 5)}`));
    expect(textOf(contested.one('.filter [aria-current]'))).toBe('contested');
  });

  it('takes a state that nobody knows for none', async () => {
    const { get } = await openConsole();
    const page = await parsed(await get('/sites/demo?state=constructor&did=__proto__'));
    expect(textOf(page.one('.filter [aria-current]'))).toBe('all');
    expect(page.all('.notice')).toEqual([]);
  });

  it('shows what people decided ahead, and offers no way back for what is in the configuration', async () => {
    const until = '2026-03-12T10:00:00.000Z';
    const { get } = await openConsole({
      sites: [
        sampleSite({
          pauses: [
            { from: '', until, reason: 'moving', by: 'cb' },
            { page: 'a b.html', from: '', until, reason: 'alone', by: 'cb' },
          ],
          retired: [
            { kind: 'token', name: 'OLD_BANNER', by: 'holdfast.yml' },
            { kind: 'phrase', name: 'Ranch & Coast', by: 'cb', reason: 'ended', at: until },
          ],
        }),
      ],
      pages: [
        samplePage({
          allowances: [
            { id: 'a1', page: 'index.html', codes: ['token.lost'], tokens: ['HERO'], until, reason: 'r', by: 'cb' },
          ],
        }),
      ],
    });
    const page = await parsed(await get('/sites/demo'));
    const fieldsOf = (action: string) =>
      page.all(`form[action="${action}"]`).map((form) =>
        page
          .all(`form[action="${action}"] input[type="hidden"]`)
          .filter((input) => input.parent === form && input.attribs['name'] !== 'form-token')
          .map(({ attribs }) => [attribs['name'], attribs['value']]),
      );
    expect(fieldsOf('/sites/demo/unpause')).toEqual([[], [['page', 'a b.html']]]);
    expect(fieldsOf('/sites/demo/unretire')).toEqual([
      [
        ['kind', 'phrase'],
        ['name', 'Ranch & Coast'],
      ],
    ]);
    expect(fieldsOf('/sites/demo/withdraw')).toEqual([
      [
        ['page', 'index.html'],
        ['id', 'a1'],
      ],
    ]);
    expect(page.text).toContain('token OLD_BANNER by holdfast.yml');
    expect(page.text).toContain('role web-lead of 123456789012');
  });

  it('says so when nobody can decide', async () => {
    const { get } = await openConsole({ sites: [sampleSite({ approvers: [], distributions: [] })] });
    expect((await parsed(await get('/sites/demo'))).text).toContain('nobody: no decision can be made');
  });
});

describe('the warnings of a site', () => {
  it('are listed, the newest first and twenty at most, each with the form that acknowledges it', async () => {
    const warnings = many(130).map((index) =>
      sampleWarning({ id: idOf(index), at: `2026-03-01T09:00:${String(index % 60).padStart(2, '0')}.000Z` }),
    );
    const newest = sampleWarning({ id: idOf(999), at: '2026-03-02T09:00:00.000Z', says: 'relaunch on Friday' });
    const { page: _, ...ofSite } = newest;
    const { get } = await openConsole({ warnings: [...warnings, ofSite] });
    const page = await parsed(await get('/sites/demo'));
    const card = page.one('section[aria-labelledby="warnings"]');
    expect(textOf(card)).toMatch(/^Warnings The whole site: relaunch on Friday by cb, 2026-03-02 09:00:00 UTC/);
    expect(textOf(card)).toMatch(/And 111 more: npx holdfast warnings demo$/);
    const forms = page.all('form[action="/sites/demo/acknowledge"]');
    expect(forms).toHaveLength(20);
    expect(page.all('form[action="/sites/demo/acknowledge"] input[name="id"]')[0]?.attribs['value']).toBe(idOf(999));
  });

  it('are none', async () => {
    const { get } = await openConsole();
    expect((await parsed(await get('/sites/demo'))).text).toContain('None blocks a deploy.');
  });

  it('keep the reason that was typed for one of them when that is refused', async () => {
    const warnings = [sampleWarning(), sampleWarning({ id: idOf(1) })];
    const { post } = await openConsole({ warnings, refuses: { writes: refusal('API.STATE', 'cb acknowledged it.') } });
    const page = await parsed(
      await post('/sites/demo/acknowledge', [
        ['id', idOf(1)],
        ['reason', 'it is done'],
      ]),
    );
    expect(page.text).toContain('cb acknowledged it.');
    expect(page.all('section[aria-labelledby="warnings"] details[open]')).toHaveLength(1);
    expect(textOf(page.one(`#ack-${idOf(1)}`))).toBe('it is done');
    expect(textOf(page.one(`#ack-${warnings[0]?.id}`))).toBe('');
  });
});

describe('the page of a page', () => {
  it('shows its tokens with when they came and left, and its own incidents', async () => {
    const { get } = await openConsole({
      tokens: [
        sampleToken({ name: 'HERO', firstSeen: '2026-01-01T00:00:00.000Z', gainedAt: '2026-02-01T00:00:00.000Z' }),
        sampleToken({ name: 'GONE', state: 'lost', lastSeen: '2026-03-05T00:00:00.000Z' }),
        sampleToken({ name: 'OTHER', page: 'about.html' }),
      ],
      incidents: [sampleDetail(), sampleDetail({ id: idOf(1), page: 'about.html' })],
    });
    const page = await parsed(await get('/sites/demo/page?key=index.html'));
    const tokens = page.all('[aria-labelledby="tokens"] li').map(textOf);
    expect(tokens).toEqual([
      'HERO live first seen 2026-01-01 00:00:00 UTC · gained 2026-02-01 00:00:00 UTC',
      'GONE lost first seen 2026-03-01 09:00:00 UTC · gained 2026-03-01 09:00:00 UTC · left 2026-03-05 00:00:00 UTC',
      'STRIPE_CHECKOUT on the baseline',
    ]);
    expect(page.all('[aria-labelledby="incidents"] li a').map(({ attribs }) => attribs['href'])).toEqual([
      `/incidents/${ID}`,
    ]);
  });

  it('pauses that page and no other', async () => {
    const { get } = await openConsole();
    const page = await parsed(await get('/sites/demo/page?key=index.html'));
    expect(page.one('form[action="/sites/demo/pause"] input[name="page"]').attribs['value']).toBe('index.html');
  });

  it('reads on in the incidents of the site until nothing is left', async () => {
    const { get } = await openConsole({
      incidents: many(450).map((index) =>
        sampleDetail({ id: idOf(index), page: index === 0 || index === 449 ? 'index.html' : 'other.html' }),
      ),
    });
    const first = await parsed(await get('/sites/demo/page?key=index.html'));
    const more = first.one('[aria-labelledby="incidents"] a[rel="next"]').attribs['href'] ?? '';
    const second = await parsed(await get(more));
    const found = [first, second].map((page) =>
      page.all('[aria-labelledby="incidents"] li a').map(({ attribs }) => attribs['href']),
    );
    expect(found).toEqual([[`/incidents/${idOf(0)}`], [`/incidents/${idOf(449)}`]]);
    expect(second.all('[aria-labelledby="incidents"] a[rel="next"]')).toEqual([]);
  });

  it('says when it could not read all tokens of the site', async () => {
    const { get } = await openConsole({
      tokens: many(501).map((index) => sampleToken({ name: `T${index}`, page: 'other.html' })),
    });
    const page = await parsed(await get('/sites/demo/page?key=index.html'));
    expect(page.one('[aria-labelledby="tokens"] a').attribs['href']).toBe('/sites/demo/tokens');
  });

  it('finds a page whatever its key is', async () => {
    const key = 'a b/ü&?#%2F"\'<x>+.html';
    const { get } = await openConsole({ pages: [samplePage({ page: key })] });
    const site = await parsed(await get('/sites/demo'));
    const href = site.all('[aria-labelledby="pages"] .rows a')[0]?.attribs['href'] ?? '';
    const answer = await get(href);
    expect(answer.status).toBe(200);
    const page = await parsed(answer);
    expect(textOf(page.one('h1'))).toBe(key);
    expect(page.one('form[action="/sites/demo/allow"] input[name="page"]').attribs['value']).toBe(key);
  });
});

it('says in words what each finding is that can be allowed', async () => {
  const { get } = await openConsole();
  const page = await parsed(await get('/sites/demo/page?key=index.html'));
  const labels = page.all('form[action="/sites/demo/allow"] label:has(input[name="code"])').map(textOf);
  expect(labels).toHaveLength(FINDING_CODES.length - 1);
  for (const [at, code] of FINDING_CODES.filter((each) => each !== 'page.unreadable').entries()) {
    expect(labels[at]).toMatch(new RegExp(`^\\s*${RegExp.escape(code)}\\s+[a-z].{9,}$`));
  }
});

describe('the page of an incident', () => {
  it('offers what can be decided, and nothing else', async () => {
    const { get } = await openConsole({
      incidents: [sampleDetail({ state: 'contested', open: ['dismiss', 'resume'] })],
    });
    const page = await parsed(await get(`/incidents/${ID}`));
    expect(page.all('input[name="decision"]').map(({ attribs }) => attribs['value'])).toEqual(['dismiss', 'resume']);
    expect(page.all('input[name="code"]')).toEqual([]);
    expect(page.all('#link-approver option').map(({ attribs }) => attribs['value'])).toEqual([
      'role web-lead of 123456789012',
      'web@example.com',
    ]);
  });

  it('offers the whole deploy only where it is known who wrote it', async () => {
    const { get } = await openConsole({ incidents: [sampleDetail({ writer: { sourceIp: '198.51.100.24' } })] });
    expect((await parsed(await get(`/incidents/${ID}`))).all('#scope')).toEqual([]);
  });

  it('lets a name be typed where the approvers cannot be read', async () => {
    const { get, world } = await openConsole();
    world.refuses = { site: refusal('API.FAILED') };
    const page = await parsed(await get(`/incidents/${ID}`));
    expect(page.one('#link-approver').name).toBe('input');
  });

  it('frames both versions as documents that may do nothing', async () => {
    const { get } = await openConsole();
    const frames = (await parsed(await get(`/incidents/${ID}`))).all('iframe');
    expect(frames.map(({ attribs }) => attribs['sandbox'])).toEqual(['', '']);
    for (const { attribs } of frames) {
      const answer = await get(attribs['src'] ?? '');
      expect(answer.status).toBe(200);
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toMatch(/(?:^|; )sandbox(?:;|$)/);
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('allow-');
    }
    expect((await get(`/incidents/${ID}/preview/other`)).status).toBe(404);
  });

  it('says in the frame why there is no preview', async () => {
    const { get, world } = await openConsole();
    world.refuses = { preview: refusal('API.UNREACHABLE', 'The stack <b>sleeps</b>.') };
    const answer = await get(`/incidents/${ID}/preview/rejected`);
    expect(answer.status).toBe(502);
    expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'self'");
    const page = await parsed(answer);
    expect(page.text).toContain('The stack <b>sleeps</b>.');
    expect(page.all('b')).toEqual([]);
  });

  it('leads to the bytes', async () => {
    const { get } = await openConsole();
    const page = await parsed(await get(`/incidents/${ID}`));
    expect(page.all('a[download]').map(({ attribs }) => attribs['href'])).toEqual([
      'https://downloads.example.com/rejected',
      'https://downloads.example.com/baseline',
    ]);
  });
});

describe('a failure', () => {
  it.each([
    ['/incidents/none', 404, 'Not found'],
    ['/sites/none', 404, 'Not found'],
    ['/sites/demo/page?key=none', 404, 'Not found'],
    ['/sites/demo/page', 404, 'Not found'],
    ['/nowhere', 404, 'There is no such page'],
    ['/sites/demo/none', 404, 'There is no such page'],
  ])('is a page that people can read: %s', async (path, status, title) => {
    const { get } = await openConsole();
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(textOf((await parsed(answer)).one('h1'))).toBe(title);
  });

  it('of the stack says what it said and what to do', async () => {
    const { get, world, faults } = await openConsole();
    const hint = 'Sign in to AWS, e.g. `aws sso login`.';
    world.refuses = { sites: new HoldfastError('API.CREDENTIALS', 'The token <has> expired.', { hint }) };
    const answer = await get('/');
    expect(answer.status).toBe(502);
    const page = await parsed(answer);
    expect(page.text).toContain('The token <has> expired.');
    expect(page.text).toContain(hint);
    expect(faults).toEqual([]);
  });

  it('that nobody expected is told at the terminal too', async () => {
    const { get, world, faults } = await openConsole();
    const fault = new TypeError('x is not a function');
    Object.defineProperty(world, 'sites', {
      get: () => {
        throw fault;
      },
    });
    expect((await get('/')).status).toBe(500);
    expect(faults).toEqual([fault]);
  });
});

it('never changes anything by a GET, wherever its links lead', async () => {
  const { get, world } = await openConsole();
  const seen = new Set<string>();
  const next = ['/'];
  for (let path = next.pop(); path !== undefined; path = next.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const page = await parsed(await get(path));
    next.push(...page.all('a[href^="/"]').map(({ attribs }) => attribs['href'] ?? ''));
    next.push(...page.all('form').map(({ attribs }) => attribs['action'] ?? ''));
  }
  expect(seen.size).toBeGreaterThan(15);
  expect(world.writes).toEqual([]);
});
