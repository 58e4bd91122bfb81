import { describe, expect, it } from 'vitest';
import { listOf } from '../../../src/lib/api/incident-shapes.ts';
import { ALLOWANCE, PAGE, PAUSE, SITE, SITE_DETAIL, TOKEN } from '../../../src/lib/api/site-shapes.ts';
import { HTML, pageWith } from '../../world.ts';
import { office } from './office.ts';

const SITE_PATH = '/v1/sites/demo';

/** So many minutes after the office opened. */
const later = ({ clock }: ReturnType<typeof office>, minutes: number): string =>
  new Date(clock.now().getTime() + minutes * 60_000).toISOString();

async function withPages() {
  const desk = office();
  for (const key of ['a.html', 'b & c.html']) {
    desk.upload(key, pageWith('HERO', 'MAP'));
    await desk.look(key);
  }
  return desk;
}

describe('sites', () => {
  it('are listed and told, with their approvers and what is retired', async () => {
    const { ask } = office();
    const list = listOf(SITE).parse((await ask('deployer', 'GET /v1/sites')).body);
    expect(list.items).toMatchObject([{ name: 'demo', mode: 'enforce', bucket: 'demo-prod' }]);
    const site = SITE_DETAIL.parse((await ask('deployer', `GET ${SITE_PATH}`)).body);
    expect(site.approvers).toEqual(['role web-lead of 123456789012', 'web-lead@example.com']);
    expect(site.retired).toEqual([
      { kind: 'token', name: 'OLD_BANNER', by: 'holdfast.yml' },
      { kind: 'phrase', name: 'For Ranch & Coast readers', by: 'holdfast.yml' },
    ]);
  });

  it.each(['', '/pages', '/page?key=index.html', '/tokens', '/pauses', '/allowances'])(
    'that are not guarded have no %s',
    async (path) => {
      const { ask } = office();
      expect((await ask('deployer', `GET /v1/sites/shop${path}`)).status).toBe(404);
      expect((await ask('deployer', `GET /v1/sites/DEMO%2F..${path}`)).status).toBe(404);
      expect((await ask('nobody', `GET ${SITE_PATH}${path}`)).status).toBe(401);
    },
  );

  it('have pages and tokens, part by part', async () => {
    const { ask } = await withPages();
    const first = listOf(PAGE).parse((await ask('deployer', `GET ${SITE_PATH}/pages?limit=1`)).body);
    const next = (await ask('deployer', `GET ${SITE_PATH}/pages?limit=1&cursor=${first.cursor}`)).body;
    expect([...first.items, ...next.items]).toMatchObject([
      { page: 'a.html', state: 'guarded', tokens: ['HERO', 'MAP'] },
      { page: 'b & c.html' },
    ]);
    const tokens = listOf(TOKEN).parse((await ask('deployer', `GET ${SITE_PATH}/tokens`)).body);
    expect(tokens.items).toHaveLength(4);
    for (const list of ['pages', 'tokens', 'allowances']) {
      expect((await ask('deployer', `GET ${SITE_PATH}/${list}?cursor=forged`)).status).toBe(400);
    }
  });

  it('tell one page by its key, whatever is in it', async () => {
    const { ask } = await withPages();
    const page = await ask('deployer', `GET ${SITE_PATH}/page?key=${encodeURIComponent('b & c.html')}`);
    expect(PAGE.parse(page.body).page).toBe('b & c.html');
    expect((await ask('deployer', `GET ${SITE_PATH}/page?key=unheard-of.html`)).status).toBe(404);
    expect((await ask('deployer', `GET ${SITE_PATH}/page`)).status).toBe(400);
    expect((await ask('deployer', `GET ${SITE_PATH}/page?key=${'x'.repeat(1025)}`)).status).toBe(400);
  });

  it('tell the state of a page', async () => {
    const desk = office();
    const stateOf = async () => (await desk.ask('deployer', `GET ${SITE_PATH}/page?key=index.html`)).body.state;
    await desk.undone();
    expect(await stateOf()).toBe('guarded');
    desk.upload('index.html', pageWith('HERO'), { ...HTML, contentEncoding: 'x-unheard-of' });
    await desk.look('index.html');
    expect(await stateOf()).toBe('undecided');
    const json = { until: later(desk, 5), reason: 'x' };
    await desk.ask('approver', `POST ${SITE_PATH}/pauses`, { json });
    expect(await stateOf()).toBe('paused');
    expect((await desk.ask('deployer', 'GET /v1/sites')).body.items[0].pausedUntil).toBe(json.until);
  });
});

describe('a pause', () => {
  it('is made and ended by an approver, and what came meanwhile is asked for', async () => {
    const desk = await withPages();
    const json = { until: later(desk, 60), reason: 'moving house' };
    const made = await desk.ask('approver', `POST ${SITE_PATH}/pauses`, { json });
    expect(made.status).toBe(201);
    expect(PAUSE.parse(made.body)).toMatchObject({ ...json, by: expect.stringContaining('web-lead') });
    await desk.ask('approver', `POST ${SITE_PATH}/pauses`, { json: { ...json, page: 'a.html' } });
    expect((await desk.ask('deployer', `GET ${SITE_PATH}/pauses`)).body.items).toHaveLength(2);
    const before = desk.queue.messages.length;
    const ended = await desk.ask('approver', `DELETE ${SITE_PATH}/pauses`);
    expect(ended.body).toMatchObject({ ended: [{ reason: 'moving house' }], asked: 2 });
    expect(desk.queue.messages.slice(before).map(({ key }) => key)).toEqual(['a.html', 'b & c.html']);
    expect((await desk.ask('approver', `DELETE ${SITE_PATH}/pauses?page=a.html`)).body).toMatchObject({ asked: 1 });
    expect((await desk.ask('approver', `DELETE ${SITE_PATH}/pauses?page=a.html`)).body).toEqual({
      ended: [],
      asked: 0,
    });
  });

  it.each([
    ['of a page that is none', { page: 'app.js' }, 400],
    ['that is over already', { until: '2020-01-01T00:00:00Z' }, 400],
    ['of years', { until: '2999-01-01T00:00:00Z' }, 400],
    ['until soon', { until: 'soon' }, 400],
    ['without a reason', { reason: undefined }, 400],
  ])('%s is refused', async (_, change, status) => {
    const desk = office();
    const json = { until: later(desk, 60), reason: 'x', ...change };
    expect((await desk.ask('approver', `POST ${SITE_PATH}/pauses`, { json })).status).toBe(status);
    expect(desk.table.site('demo')?.pauses).toEqual([]);
  });
});

describe('an allowance', () => {
  it('is made, listed and withdrawn', async () => {
    const desk = await withPages();
    const json = { page: 'b & c.html', tokens: ['MAP'], until: later(desk, 60), reason: 'the map moves' };
    const made = await desk.ask('approver', `POST ${SITE_PATH}/allowances`, { json });
    expect(made.status).toBe(201);
    const { id } = ALLOWANCE.parse(made.body);
    const query = `page=${encodeURIComponent(json.page)}`;
    expect((await desk.ask('deployer', `GET ${SITE_PATH}/allowances?${query}`)).body.items).toEqual([made.body]);
    expect((await desk.ask('deployer', `GET ${SITE_PATH}/allowances`)).body.items).toEqual([made.body]);
    desk.upload(json.page, pageWith('HERO'));
    await desk.look(json.page);
    expect(desk.table.incidents()).toEqual([]);
    const withdrawn = await desk.ask('approver', `DELETE ${SITE_PATH}/allowances/${id}?${query}`);
    expect([withdrawn.status, withdrawn.body.id]).toEqual([200, id]);
    expect((await desk.ask('approver', `DELETE ${SITE_PATH}/allowances/${id}?${query}`)).status).toBe(404);
    expect((await desk.ask('deployer', `GET ${SITE_PATH}/allowances`)).body).toEqual({ items: [] });
  });

  it.each([
    ['of nothing', { codes: undefined }],
    ['of what nobody can judge', { codes: ['page.unreadable'] }],
    ['of an unknown finding', { codes: ['page.ugly'] }],
    ['without a page', { page: undefined }],
  ])('%s is refused', async (_, change) => {
    const desk = await withPages();
    const json = { page: 'a.html', codes: ['page.deleted'], until: later(desk, 60), reason: 'x', ...change };
    expect((await desk.ask('approver', `POST ${SITE_PATH}/allowances`, { json })).status).toBe(400);
    expect(desk.page('a.html')?.allowances).toEqual([]);
  });
});

it.each([
  ['retired', { kind: 'token', name: 'A b', reason: 'gone' }, 'name'],
  ['allowances', { page: 'a.html', tokens: ['<b>'], until: '2026-03-10T13:00:00.000Z', reason: 'moves' }, 'tokens.0'],
])('refuses names in %s that no token can have, and says which field', async (path, json, field) => {
  const desk = await withPages();
  const answer = await desk.ask('approver', `POST ${SITE_PATH}/${path}`, { json });
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({ errors: [{ field, says: expect.stringContaining('no name of a token') }] });
  expect(desk.table.site('demo')?.retired.tokens).toEqual([]);
});

describe('what is retired', () => {
  it('is told with who and why, and may come back', async () => {
    const desk = office();
    const json = { kind: 'token', name: 'MAP', reason: 'no map any more' };
    expect((await desk.ask('approver', `POST ${SITE_PATH}/retired`, { json })).body).toEqual({ already: false });
    expect((await desk.ask('approver', `POST ${SITE_PATH}/retired`, { json })).body).toEqual({ already: true });
    const { retired } = (await desk.ask('deployer', `GET ${SITE_PATH}`)).body;
    expect(retired).toContainEqual({ ...json, by: expect.stringContaining('web-lead'), at: expect.any(String) });
    expect((await desk.ask('approver', `DELETE ${SITE_PATH}/retired?kind=token&name=MAP`)).body).toEqual({
      already: false,
    });
    expect((await desk.ask('approver', `DELETE ${SITE_PATH}/retired?kind=token&name=OLD_BANNER`)).status).toBe(409);
  });
});

it.each([
  ['POST', 'pauses', { until: '2026-01-02T00:00:00Z', reason: 'x' }],
  ['DELETE', 'pauses', undefined],
  ['POST', 'allowances', { page: 'a.html', codes: ['page.deleted'], until: '2026-01-02T00:00:00Z', reason: 'x' }],
  ['DELETE', 'allowances/0123456789ab?page=a.html', undefined],
  ['POST', 'retired', { kind: 'token', name: 'HERO', reason: 'x' }],
  ['DELETE', 'retired?kind=token&name=HERO', undefined],
])('refuses %s %s to a deployer, and nothing changes', async (method, path, body) => {
  const desk = await withPages();
  const before = [desk.table.site('demo'), desk.page('a.html')];
  const json = body && { ...body, ...('until' in body && { until: later(desk, 5) }) };
  for (const [who, status] of [
    ['deployer', 403],
    ['nobody', 401],
  ] as const) {
    const answer = await desk.ask(who, `${method} ${SITE_PATH}/${path}`, json ? { json } : {});
    expect(answer.status).toBe(status);
  }
  expect([desk.table.site('demo'), desk.page('a.html')]).toEqual(before);
});
