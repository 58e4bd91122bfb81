import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { callAs, decideAs } from './api-caller.ts';
import type { UploadHeaders } from './guard-bucket.ts';
import { type Outsider, type SeenIncident } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';

// One look of those that follow a decision has come and gone by then.
const SETTLED_MS = 8000;

const HEADERS: UploadHeaders = {
  ContentType: 'text/html; charset=utf-8',
  CacheControl: 'max-age=60, public',
  ContentLanguage: 'de-CH',
  Metadata: { build: '43' },
};

let guest: Outsider;

beforeAll(async () => {
  guest = await outsiderAt('guard-api');
});

/** A page whose upload without the checkout was undone. */
async function undone(at: Outsider, key: string): Promise<{ incident: SeenIncident; good: string; bad: string }> {
  const good = pageWith(['HERO', 'CHECKOUT']);
  const bad = pageWith(['HERO'], 'Sail with us, without a shop');
  await at.put(key, good);
  await at.untilAccepted(key, good);
  await at.put(key, bad, HEADERS);
  await at.untilServed(key, good);
  return { incident: await at.untilIncident(key, 'restored'), good, bad };
}

describe('an override through the API', () => {
  const key = 'shop/index.html';
  let scene: Awaited<ReturnType<typeof undone>>;

  beforeAll(async () => {
    scene = await undone(guest, key);
  });

  it('is refused to a deployer and to a stranger, and nothing changes', async () => {
    for (const who of ['deployer', 'stranger'] as const) {
      const { status, body, headers } = await decideAs(who, scene.incident.id, 'override');
      expect(status).toBe(403);
      expect(headers.get('content-type')).toBe('application/problem+json');
      expect(body).toMatchObject({ type: 'urn:holdfast:problem:not-allowed', status: 403 });
    }
    expect(await guest.incidents(key)).toEqual([scene.incident]);
    expect((await guest.served(key))?.body.toString()).toBe(scene.good);
  });

  it('is refused to whoever claims to be somebody in a header or the body', async () => {
    const approver = 'arn:aws:sts::123456789012:assumed-role/web-lead/somebody';
    const forged = {
      'x-amzn-iam-user-arn': approver,
      'x-amz-user-arn': approver,
      'x-amzn-request-context': JSON.stringify({ authorizer: { iam: { userArn: approver } } }),
    };
    const path = `/v1/incidents/${scene.incident.id}/override`;
    const asked = { method: 'POST', path, json: { reason: 'mine' }, headers: forged };
    expect((await callAs('deployer', asked)).status).toBe(403);
    const claimed = {
      reason: 'mine',
      userArn: approver,
      requestContext: { authorizer: { iam: { userArn: approver } } },
    };
    expect((await callAs('deployer', { method: 'POST', path, json: claimed })).status).toBe(400);
    expect(await guest.incidents(key)).toEqual([scene.incident]);
  });

  it('is refused to whoever says nothing of who they are', async () => {
    for (const authorization of ['', 'Bearer nonsense', 'AWS4-HMAC-SHA256 Credential=AKIAX/forged, Signature=00']) {
      const path = `/v1/incidents/${scene.incident.id}/override`;
      const headers: Record<string, string> = authorization === '' ? {} : { authorization };
      const { status } = await callAs('nobody', { method: 'POST', path, json: { reason: 'x' }, headers });
      expect([401, 403]).toContain(status);
    }
    expect(await guest.incidents(key)).toEqual([scene.incident]);
  });

  it('puts the rejected version back with its headers, and it stays', async () => {
    const { status, body } = await decideAs('approver', scene.incident.id, 'override');
    expect(status).toBe(202);
    expect(body.incident).toMatchObject({
      state: 'overridden',
      page: key,
      decision: { what: 'override', reason: 'a test' },
    });
    expect(body.incident.decision.by).toContain(':assumed-role/web-lead/');
    const { headers } = await guest.untilServed(key, scene.bad);
    expect(headers).toEqual({ ...withoutMetadata(HEADERS), metadata: HEADERS.Metadata });
    await guest.untilAccepted(key, scene.bad);
    await sleep(SETTLED_MS);
    expect((await guest.served(key))?.body.toString()).toBe(scene.bad);
    expect((await guest.incidents(key)).map(({ state }) => state)).toEqual(['overridden']);
  });

  it('counts once', async () => {
    const { status, body } = await decideAs('approver', scene.incident.id, 'override');
    expect([status, body.type]).toEqual([409, 'urn:holdfast:problem:state']);
  });

  it('is what the next uploads are judged against: the lost token is not asked for again', async () => {
    const next = pageWith(['HERO'], 'Sail with us, as it was built next');
    await guest.put(key, next, HEADERS);
    await guest.untilAccepted(key, next);
    await guest.put(key, pageWith([], 'and nothing of it'), HEADERS);
    await guest.untilServed(key, next);
    const findings = (await guest.incidents(key)).flatMap((incident) =>
      incident.id === scene.incident.id ? [] : incident.findings.map(({ token }) => token),
    );
    expect(findings).toEqual(['HERO']);
    const { body } = await callAs('deployer', { path: '/v1/sites/guard-api/tokens?limit=100' });
    const here = body.items.filter((token: { page: string }) => token.page === key);
    expect(here.map(({ name, state }: { name: string; state: string }) => [name, state])).toEqual([
      ['CHECKOUT', 'lost'],
      ['HERO', 'live'],
    ]);
  });
});

describe('what is asked of the API', () => {
  const key = 'about/index.html';
  let scene: Awaited<ReturnType<typeof undone>>;
  let path: string;

  beforeAll(async () => {
    scene = await undone(guest, key);
    path = `/v1/incidents/${scene.incident.id}`;
  });

  it('is shown with the diff, and with the bytes as attachments', async () => {
    const { status, body, headers } = await callAs('deployer', { path });
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({
      page: key,
      state: 'restored',
      open: ['override', 'dismiss'],
      bucket: 'guard-api-prod',
    });
    expect(JSON.stringify(body.diff)).toContain('"gone","text":"    <section data-feature=\\"CHECKOUT\\">');
    const rejected = await fetch(body.downloads.rejected);
    expect(await rejected.text()).toBe(scene.bad);
    expect(rejected.headers.get('content-disposition')).toBe('attachment; filename="rejected-index.html"');
    expect(rejected.headers.get('content-type')).toBe('application/octet-stream');
    expect(await (await fetch(body.downloads.baseline)).text()).toBe(scene.good);
  });

  it('is listed part by part', async () => {
    const all = await callAs('deployer', { path: '/v1/incidents?site=guard-api' });
    const first = await callAs('deployer', { path: '/v1/incidents?site=guard-api&limit=1' });
    const rest = await callAs('deployer', { path: `/v1/incidents?site=guard-api&cursor=${first.body.cursor}` });
    expect([...first.body.items, ...rest.body.items]).toEqual(all.body.items);
    expect(all.body.items[0].page).toBe(key);
    const restored = await callAs('deployer', { path: '/v1/incidents?site=guard-api&state=overridden' });
    expect(restored.body.items.map(({ page }: { page: string }) => page)).toEqual(['shop/index.html']);
  });

  it.each([
    ['malformed JSON', 400, { text: '{"reason":' }],
    ['a body that is no object', 400, { text: '[]' }],
    ['no reason', 400, { json: {} }],
    ['a reason of a megabyte', 413, { json: { reason: 'x'.repeat(1024 * 1024) } }],
    ['a reason that is too long', 400, { json: { reason: 'x'.repeat(501) } }],
    ['a field that nobody asked for', 400, { json: { reason: 'x', force: true } }],
    ['a form', 415, { text: 'reason=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['a query that nobody asked for', 400, { json: { reason: 'x' }, query: '?force=true' }],
  ])('is refused with %s, and nothing changes', async (_, status, { query = '', ...sent }: Sent) => {
    const answer = await callAs('approver', { method: 'POST', path: `${path}/override${query}`, ...sent });
    expect(answer.status).toBe(status);
    expect(answer.body.status).toBe(status);
    expect(await guest.incidents(key)).toEqual([scene.incident]);
  });

  it('is refused for another site to its approver', async () => {
    const other = await outsiderAt('guard-api-other');
    const { incident, good } = await undone(other, key);
    for (const what of ['override', 'dismiss']) {
      expect((await decideAs('approver', incident.id, what)).status).toBe(403);
    }
    const pause = {
      method: 'POST',
      path: '/v1/sites/guard-api-other/pauses',
      json: { reason: 'x', until: inAnHour() },
    };
    expect((await callAs('approver', pause)).status).toBe(403);
    const link = { method: 'POST', path: `/v1/incidents/${incident.id}/links`, json: { for: 'web-lead@example.com' } };
    expect((await callAs('approver', link)).status).toBe(403);
    expect(await other.incidents(key)).toEqual([incident]);
    expect((await other.served(key))?.body.toString()).toBe(good);
  });

  it('is refused by GET and HEAD, which never change anything', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      expect((await callAs('approver', { method, path: `${path}/override` })).status).toBe(405);
    }
    expect(await guest.incidents(key)).toEqual([scene.incident]);
  });
});

describe('what is decided ahead through the API', () => {
  it('lets a feature go that was allowed to', async () => {
    const [key, good, without] = ['ahead/index.html', pageWith(['HERO', 'MAP']), pageWith(['HERO'], 'No map')];
    await guest.put(key, good);
    await guest.untilAccepted(key, good);
    const path = '/v1/sites/guard-api/allowances';
    const json = { page: key, tokens: ['MAP'], until: inAnHour(), reason: 'the map moves' };
    expect((await callAs('deployer', { method: 'POST', path, json })).status).toBe(403);
    const allowed = await callAs('approver', { method: 'POST', path, json });
    expect([allowed.status, allowed.body.tokens]).toEqual([201, ['MAP']]);
    await guest.put(key, without);
    await guest.untilAccepted(key, without);
    expect(await guest.incidents(key)).toEqual([]);
    const withdrawn = { method: 'DELETE', path: `${path}/${allowed.body.id}?page=${encodeURIComponent(key)}` };
    expect((await callAs('approver', withdrawn)).status).toBe(200);
    expect((await callAs('deployer', { path: `${path}?page=${encodeURIComponent(key)}` })).body.items).toEqual([]);
  });

  it('pauses, retires, and takes both back', async () => {
    const site = '/v1/sites/guard-api';
    const pause = { method: 'POST', path: `${site}/pauses`, json: { page: 'p.html', until: inAnHour(), reason: 'x' } };
    expect((await callAs('approver', pause)).status).toBe(201);
    expect((await callAs('deployer', { path: `${site}/pauses` })).body.items).toHaveLength(1);
    const ended = await callAs('approver', { method: 'DELETE', path: `${site}/pauses?page=p.html` });
    expect(ended.body.ended).toHaveLength(1);
    const retire = { method: 'POST', path: `${site}/retired`, json: { kind: 'token', name: 'OLD', reason: 'x' } };
    expect((await callAs('approver', retire)).body).toEqual({ already: false });
    expect((await callAs('deployer', { path: site })).body.retired).toMatchObject([{ name: 'OLD', reason: 'x' }]);
    const back = { method: 'DELETE', path: `${site}/retired?kind=token&name=OLD` };
    expect((await callAs('deployer', back)).status).toBe(403);
    expect((await callAs('approver', back)).body).toEqual({ already: false });
  });
});

interface Sent {
  readonly text?: string;
  readonly json?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
}

const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();

function withoutMetadata(headers: UploadHeaders): UploadHeaders {
  const { Metadata: _metadata, ...others } = headers;
  return others;
}
