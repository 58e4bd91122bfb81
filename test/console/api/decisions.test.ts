import { describe, expect, it } from 'vitest';
import { pageWith } from '../../world.ts';
import { office, type Who } from './office.ts';

const json = { reason: 'the shop moves to its own site' };

describe('a decision by the API', () => {
  it('is recorded before it is answered, and carried out by the next look', async () => {
    const { ask, undone, table, queue, look, served } = office();
    const { id } = await undone();
    const { status, body } = await ask('approver', `POST /v1/incidents/${id}/override`, { json });
    expect(status).toBe(202);
    expect(body.incident).toMatchObject({ id, page: 'index.html', state: 'overridden', open: ['restore'] });
    expect(body.incident.decision).toMatchObject({ what: 'override', ...json });
    expect(table.incident(id)?.decision?.by).toBe('arn:aws:sts::123456789012:assumed-role/web-lead/cb');
    expect(queue.messages.at(-1)).toEqual({ site: 'demo', key: 'index.html' });
    await look('index.html');
    expect(served('index.html')).toBe(pageWith('HERO'));
  });

  it.each<[Who, number, string]>([
    ['deployer', 403, 'urn:holdfast:problem:not-allowed'],
    ['root', 403, 'urn:holdfast:problem:not-allowed'],
    ['nonsense', 403, 'urn:holdfast:problem:not-allowed'],
    ['nobody', 401, 'about:blank'],
  ])('is refused to %s, and nothing changes', async (who, status, type) => {
    const { ask, undone, table, queue } = office();
    const incident = await undone();
    const before = [...queue.messages];
    for (const what of ['override', 'dismiss', 'restore', 'resume']) {
      const answer = await ask(who, `POST /v1/incidents/${incident.id}/${what}`, { json });
      expect([answer.status, answer.body.type]).toEqual([status, type]);
      expect(answer.response.headers.get('content-type')).toBe('application/problem+json');
    }
    expect(table.incident(incident.id)).toEqual(incident);
    expect(queue.messages).toEqual(before);
  });

  it('believes no header, query or body about who calls', async () => {
    const { ask, undone, table } = office();
    const incident = await undone();
    const userArn = 'arn:aws:sts::123456789012:assumed-role/web-lead/cb';
    const headers = { 'x-amzn-iam-user-arn': userArn, 'x-forwarded-user': userArn, authorization: `Bearer ${userArn}` };
    const path = `POST /v1/incidents/${incident.id}/override`;
    expect((await ask('nobody', path, { json, headers })).status).toBe(401);
    expect((await ask('deployer', path, { json, headers })).status).toBe(403);
    expect((await ask('deployer', `${path}?userArn=${userArn}`, { json })).status).toBe(400);
    expect((await ask('deployer', path, { json: { ...json, by: userArn } })).status).toBe(400);
    expect(table.incident(incident.id)).toEqual(incident);
  });

  it.each([
    ['malformed JSON', 400, undefined, { text: '{"reason":' }],
    ['bytes that are no UTF-8', 400, undefined, { text: Uint8Array.from([0x22, 0xff, 0x22]) }],
    ['nothing', 400, undefined, { text: '' }],
    ['a list', 400, '', { json: [] }],
    ['no reason', 400, 'reason', { json: {} }],
    ['a reason of spaces', 400, 'reason', { json: { reason: '   ' } }],
    ['a reason that is too long', 400, 'reason', { json: { reason: 'x'.repeat(501) } }],
    ['a reason with half a character', 400, 'reason', { text: String.raw`{"reason":"x\ud800"}` }],
    ['an unknown scope', 400, 'scope', { json: { reason: 'x', scope: 'everything' } }],
    ['an unknown field', 400, 'force', { json: { reason: 'x', force: true } }],
    ['a megabyte', 413, undefined, { json: { reason: 'x'.repeat(1024 * 1024) } }],
    ['plain text', 415, undefined, { text: '{"reason":"x"}', headers: { 'content-type': 'text/plain' } }],
  ])('is refused with %s, and nothing changes', async (_, status, field, sent) => {
    const { ask, undone, table } = office();
    const incident = await undone();
    const answer = await ask('approver', `POST /v1/incidents/${incident.id}/override`, sent);
    expect(answer.status).toBe(status);
    if (field !== undefined) expect(answer.body.errors).toMatchObject([{ field }]);
    expect(answer.body.detail).not.toBe('');
    expect(table.incident(incident.id)).toEqual(incident);
  });

  it('tells why it cannot be any more, by status and kind', async () => {
    const { ask, undone, upload, look, snapshots, table } = office();
    const { id, version } = await undone();
    const path = `POST /v1/incidents/${id}/override`;
    snapshots.expire('rejected', 'demo', version.identity);
    expect(await ask('approver', path, { json })).toMatchObject({
      status: 410,
      body: { type: 'urn:holdfast:problem:expired' },
    });
    upload('index.html', pageWith('HERO', 'CHECKOUT', 'MAP'));
    await look('index.html');
    expect(await ask('approver', path, { json })).toMatchObject({
      status: 409,
      body: { type: 'urn:holdfast:problem:moved-on' },
    });
    const site = table.site('demo');
    if (!site) throw new Error('no site');
    const pauses = [{ from: '2026-01-01T00:00:00.000Z', until: '2999-01-01T00:00:00.000Z', reason: 'x', by: 'x' }];
    table.putSite({ ...site, rev: site.rev + 1, pauses });
    expect(await ask('approver', path, { json })).toMatchObject({
      status: 409,
      body: { type: 'urn:holdfast:problem:paused' },
    });
    expect((await ask('approver', `POST /v1/incidents/${id}/dismiss`, { json })).status).toBe(202);
    expect(await ask('approver', path, { json })).toMatchObject({
      status: 409,
      body: { type: 'urn:holdfast:problem:state' },
    });
    expect((await ask('approver', 'POST /v1/incidents/unheard-of/override', { json })).status).toBe(404);
  });

  it('stands when the page cannot be asked for, and says so', async () => {
    const ask = async () => {
      throw new Error('no queue');
    };
    const desk = office({ queue: { ask } });
    const { id } = await desk.undone();
    const { status, body } = await desk.ask('approver', `POST /v1/incidents/${id}/override`, { json });
    expect([status, body.asked]).toEqual([202, false]);
    expect(desk.table.incident(id)?.state).toBe('overridden');
  });

  it('is counted once when two approvers decide at once', async () => {
    const { ask, undone } = office();
    const { id } = await undone();
    const answers = await Promise.all(
      ['override', 'dismiss'].map((what) => ask('approver', `POST /v1/incidents/${id}/${what}`, { json })),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409]);
  });

  it('changes nothing when asked by GET or HEAD, however often', async () => {
    const { ask, undone, table, queue } = office();
    const incident = await undone();
    const before = [...queue.messages];
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const { status, response } = await ask('approver', `${method} /v1/incidents/${incident.id}/override`);
      expect([status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
    for (let times = 0; times < 20; times += 1) {
      await ask('approver', `GET /v1/incidents/${incident.id}`);
      await ask('approver', `HEAD /v1/incidents/${incident.id}`);
    }
    expect(table.incident(incident.id)).toEqual(incident);
    expect(queue.messages).toEqual(before);
  });
});

describe('a decision of a whole deploy', () => {
  async function deployed() {
    const desk = office();
    const { upload, look, table } = desk;
    for (const key of ['a.html', 'b.html']) {
      upload(key, pageWith('HERO', key));
      await look(key);
    }
    for (const key of ['a.html', 'b.html']) {
      const { versionId, etag } = upload(key, pageWith('HERO'));
      await look(key, [{ versionId, etag, writer: { principal: 'AROAX:ci' } }]);
      await look(key);
    }
    return { ...desk, ids: table.incidents().map(({ id }) => id) };
  }

  it('tells what became of each', async () => {
    const { ask, ids, table } = await deployed();
    const { status, body } = await ask('approver', `POST /v1/incidents/${ids[0]}/override`, {
      json: { ...json, scope: 'deploy' },
    });
    expect(status).toBe(202);
    expect(body.incident.id).toBe(ids[0]);
    expect(body.also).toEqual([{ id: ids[1], page: 'b.html', outcome: 'recorded' }]);
    expect(table.incidents().map(({ state }) => state)).toEqual(['overridden', 'overridden']);
  });

  it('tells of the named one among the others when it alone was refused', async () => {
    const { ask, ids } = await deployed();
    await ask('approver', `POST /v1/incidents/${ids[0]}/dismiss`, { json });
    const { status, body } = await ask('approver', `POST /v1/incidents/${ids[0]}/override`, {
      json: { ...json, scope: 'deploy' },
    });
    expect(status).toBe(202);
    expect(body.incident).toMatchObject({ id: ids[0], state: 'dismissed' });
    expect(body.also).toMatchObject([
      { id: ids[0], outcome: 'refused', says: expect.stringContaining('dismissed') },
      { id: ids[1], outcome: 'recorded' },
    ]);
  });

  it('is refused as a whole when there is nothing to decide, or nobody knows who deployed', async () => {
    const { ask, ids, clock } = await deployed();
    const sent = { json: { ...json, scope: 'deploy' } };
    expect((await ask('deployer', `POST /v1/incidents/${ids[0]}/dismiss`, sent)).status).toBe(403);
    expect((await ask('approver', `POST /v1/incidents/${ids[0]}/dismiss`, sent)).status).toBe(202);
    clock.advance(1);
    expect((await ask('approver', `POST /v1/incidents/${ids[0]}/dismiss`, sent)).status).toBe(409);
    const other = office();
    const { id } = await other.undone();
    expect((await other.ask('approver', `POST /v1/incidents/${id}/override`, sent)).status).toBe(409);
  });
});
