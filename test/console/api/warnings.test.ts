import { describe, expect, it } from 'vitest';
import { WARNING, type WarningShape } from '../../../src/lib/api/deploy-shapes.ts';
import { everyPart, type Part } from '../../../src/lib/api/part.ts';
import { exampleSite, siteRecord, world } from '../../world.ts';
import { office } from './office.ts';

const AT = '/v1/sites/demo/warnings';
const DEPLOYER = 'arn:aws:sts::123456789012:assumed-role/deployer/ci';
const LEAD = 'arn:aws:sts::123456789012:assumed-role/web-lead/cb';

async function warned(desk = office(), json: object = { page: 'index.html', says: 'We move the shop.' }) {
  const { status, body } = await desk.ask('deployer', `POST ${AT}`, { json });
  expect(status).toBe(201);
  return { desk, warning: WARNING.parse(body) };
}

describe('a warning', () => {
  it('may be raised by whoever may call, in the name by which AWS knows them', async () => {
    const { desk, warning } = await warned();
    expect(warning).toMatchObject({ site: 'demo', page: 'index.html', says: 'We move the shop.', by: DEPLOYER });
    expect(warning.acknowledged).toBeUndefined();
    expect((await desk.ask('deployer', `GET ${AT}`)).body).toEqual({ items: [warning] });
  });

  it('is listed for its page and not for another; of the whole site, for each', async () => {
    const { desk, warning } = await warned();
    const { warning: whole } = await warned(desk, { says: 'We freeze.' });
    expect(whole.page).toBeUndefined();
    const of = async (page: string) => {
      const { body } = await desk.ask('deployer', `GET ${AT}?page=${page}`);
      return body.items.map(({ id }: { id: string }) => id).toSorted();
    };
    expect(await of('index.html')).toEqual([warning.id, whole.id].toSorted());
    expect(await of('other.html')).toEqual([whole.id]);
  });

  it.each([
    ['an unknown page', { page: 'logo.png', says: 'x' }],
    ['nothing to say', { says: '   ' }],
    ['too much to say', { says: 'x'.repeat(501) }],
    ['halves of characters', { says: '\ud800' }],
    ['a name of its own', { says: 'x', by: LEAD }],
    ['a page that is no text', { page: 'index\ud800.html', says: 'x' }],
  ])('is refused with %s', async (_what, json) => {
    const desk = office();
    expect((await desk.ask('deployer', `POST ${AT}`, { json })).status).toBe(400);
    expect(desk.table.warnings('demo')).toEqual([]);
  });

  it('is refused where there are two hundred open ones, until one is acknowledged', async () => {
    const { desk, warning } = await warned();
    for (let count = 1; count < 200; count += 1) await warned(desk);
    const json = { says: 'One more.' };
    expect(await desk.ask('deployer', `POST ${AT}`, { json })).toMatchObject({
      status: 409,
      body: { type: 'urn:holdfast:problem:state' },
    });
    await desk.ask('approver', `POST ${AT}/${warning.id}/acknowledge`, { json: { reason: 'read' } });
    expect((await desk.ask('deployer', `POST ${AT}`, { json })).status).toBe(201);
  });

  it('is of a site that the stack has', async () => {
    const { ask } = office();
    const json = { says: 'x' };
    expect((await ask('deployer', 'POST /v1/sites/other/warnings', { json })).status).toBe(404);
    expect((await ask('deployer', 'GET /v1/sites/other/warnings')).status).toBe(404);
    expect((await ask('nobody', `POST ${AT}`, { json })).status).toBe(401);
  });
});

describe('an acknowledgement', () => {
  const reason = 'The copy is thrown away.';

  it('ends a warning in the name of an approver, who is listed with it', async () => {
    const { desk, warning } = await warned();
    const { status, body } = await desk.ask('approver', `POST ${AT}/${warning.id}/acknowledge`, { json: { reason } });
    expect(status).toBe(200);
    const at = desk.clock.now().toISOString();
    expect(WARNING.parse(body)).toEqual({ ...warning, acknowledged: { by: LEAD, reason, at } });
    expect((await desk.ask('deployer', `GET ${AT}`)).body).toEqual({ items: [] });
    expect((await desk.ask('deployer', `GET ${AT}?all=true`)).body).toEqual({ items: [body] });
  });

  it('is refused of whoever is no approver', async () => {
    const { desk, warning } = await warned();
    for (const who of ['deployer', 'root'] as const) {
      const asked = await desk.ask(who, `POST ${AT}/${warning.id}/acknowledge`, { json: { reason } });
      expect(asked).toMatchObject({ status: 403, body: { type: 'urn:holdfast:problem:not-allowed' } });
    }
    expect((await desk.ask('deployer', `GET ${AT}`)).body.items).toEqual([warning]);
  });

  it('counts once, and names the first', async () => {
    const { desk, warning } = await warned();
    const path = `POST ${AT}/${warning.id}/acknowledge`;
    const both = await Promise.all([1, 2].map(() => desk.ask('approver', path, { json: { reason } })));
    expect(both.map(({ status }) => `${status}`).toSorted()).toEqual(['200', '409']);
    const again = await desk.ask('approver', path, { json: { reason: 'once more' } });
    expect(again).toMatchObject({ status: 409, body: { detail: expect.stringContaining(LEAD) } });
    expect(desk.table.warnings('demo')[0]?.acknowledged?.reason).toBe(reason);
  });

  it('is of a warning that is there', async () => {
    const { ask } = office();
    const at = (id: string) => ask('approver', `POST ${AT}/${id}/acknowledge`, { json: { reason } });
    expect((await at('0'.repeat(20))).status).toBe(404);
    expect((await at('..')).status).toBe(404);
    expect((await at('WARNING')).status).toBe(404);
  });

  it('is refused of somebody who is taken off the approvers at this very moment', async () => {
    const guard = world();
    const { warning } = await warned(office({}, guard));
    const warnings: typeof guard.table.deploys.warnings = {
      ...guard.table.deploys.warnings,
      async acknowledge(next, rev) {
        guard.table.putSite({ ...siteRecord({ ...exampleSite(), approvers: [] }), rev: 2 });
        return guard.table.deploys.warnings.acknowledge(next, rev);
      },
    };
    const late = office({ warnings }, guard);
    const asked = await late.ask('approver', `POST ${AT}/${warning.id}/acknowledge`, { json: { reason } });
    expect(asked.status).toBe(403);
    expect(guard.table.warnings('demo')[0]?.acknowledged).toBeUndefined();
  });
});

it('lists warnings part by part', async () => {
  const { desk } = await warned();
  for (let count = 1; count < 7; count += 1) await warned(desk);
  const listed = everyPart(async (cursor): Promise<Part<WarningShape>> => {
    const { body } = await desk.ask('deployer', `GET ${AT}?limit=3${cursor === undefined ? '' : `&cursor=${cursor}`}`);
    return body;
  });
  const ids: string[] = [];
  for await (const { id } of listed) ids.push(id);
  expect(ids).toHaveLength(7);
  expect(new Set(ids).size).toBe(7);
  expect((await desk.ask('deployer', `GET ${AT}?cursor=nonsense`)).status).toBe(400);
});
