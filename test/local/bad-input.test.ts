import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { callAs, decideAs } from './api-caller.ts';
import type { Outsider, SeenIncident } from './guard-outsider.ts';
import { pageWith } from './guard-pages.ts';
import { outsiderAt } from './guard-site.ts';
import { OWN_FORM, sendRaw } from './raw-request.ts';

const APPROVER = 'web-lead@example.com';
const MEGABYTE = 'x'.repeat(1024 * 1024);
const GOOD = pageWith(['HERO', 'CHECKOUT']);

let guest: Outsider;

beforeAll(async () => {
  guest = await outsiderAt('guard-browser');
});

/** An incident whose page is at rest, and its view key. */
async function undone(key: string): Promise<{ incident: SeenIncident; view: string }> {
  await guest.put(key, GOOD);
  await guest.untilAccepted(key, GOOD);
  await guest.put(key, pageWith(['HERO'], `Without a shop: ${key}`));
  await guest.untilServed(key, GOOD);
  const incident = await guest.untilIncident(key, 'restored');
  const { body } = await callAs('approver', { path: `/v1/incidents/${incident.id}` });
  return { incident, view: new URL(body.review).searchParams.get('view') ?? '' };
}

/** Everything that the table has of an incident, its links among it. */
async function kept({ id }: SeenIncident): Promise<unknown> {
  const values = { ':pk': `INCIDENT#${id}` };
  const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: values, ConsistentRead: true };
  const { Items = [] } = await guest.aws.table.send(new QueryCommand({ TableName: guest.stack.table, ...query }));
  return Items.filter(({ sk }) => !String(sk).startsWith('DELIVERY#'));
}

async function codeFor({ id }: SeenIncident): Promise<string> {
  const made = await callAs('approver', { method: 'POST', path: `/v1/incidents/${id}/links`, json: { for: APPROVER } });
  return made.body.code;
}

const formOf = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields).toString();

describe('what strangers send', () => {
  let incident: SeenIncident;
  let view: string;

  beforeAll(async () => {
    ({ incident, view } = await undone('strangers/index.html'));
  });

  it.each([
    '/review/..',
    '/review/%2e%2e',
    '/review/.%2E',
    '/review/x/../..',
    '/review/..%2f..',
    '/slack/actions/../..',
  ])('a way around the authorizer ends without an identity: %s', async (around) => {
    const before = await kept(incident);
    const read = await sendRaw({ path: `${around}/v1/sites` });
    const headers = { 'content-type': 'application/json' };
    const path = `${around}/v1/incidents/${incident.id}/override`;
    const decided = await sendRaw({ method: 'POST', path, headers, body: '{"reason":"x"}' });

    for (const { status } of [read, decided]) expect([401, 403, 404]).toContain(status);
    expect(read.body).not.toContain('guard-browser');
    expect(await kept(incident)).toEqual(before);
  });

  it('a scanner opens the link, with all that it can think of, and nothing changes', async () => {
    const before = await kept(incident);
    const code = await codeFor(incident);
    const withLink = await kept(incident);
    const path = `/review/${incident.id}?view=${view}`;
    const more = [`&code=${code}&decision=override&reason=x`, '&done=override', '&_method=POST', ''];
    for (let round = 0; round < 10; round += 1) {
      for (const [at, query] of more.entries()) {
        const method = at % 2 === round % 2 ? 'GET' : 'HEAD';
        expect((await sendRaw({ method, path: path + query })).status).toBe(200);
      }
    }

    expect(withLink).not.toEqual(before);
    expect(await kept(incident)).toEqual(withLink);
  });

  it.each([
    ['the API', () => ({ path: `/v1/incidents/${incident.id}/override`, type: 'application/json' })],
    ['the review page', () => ({ path: `/review/${incident.id}`, type: OWN_FORM['content-type'] })],
    ['the Slack endpoint', () => ({ path: '/slack/actions', type: OWN_FORM['content-type'] })],
  ])('a megabyte for %s is refused', async (_, at) => {
    const before = await kept(incident);
    const { path, type } = at();
    const { status } = await sendRaw({
      method: 'POST',
      path,
      headers: { ...OWN_FORM, 'content-type': type, authorization: `Bearer ${inject('stack').principals.approver}` },
      body: MEGABYTE,
    });

    expect([401, 413]).toContain(status);
    expect(await kept(incident)).toEqual(before);
  });

  it('a code for one incident decides no other', async () => {
    const other = await undone('strangers/other.html');
    const code = await codeFor(incident);
    const before = [await kept(incident), await kept(other.incident)];
    const body = formOf({ view: other.view, code, decision: 'override', reason: 'x' });
    const path = `/review/${other.incident.id}`;
    const answer = await sendRaw({ method: 'POST', path, headers: OWN_FORM, body });

    expect([answer.status, answer.body]).toEqual([403, expect.stringContaining('does not belong to this incident')]);
    expect([await kept(incident), await kept(other.incident)]).toEqual(before);
  });
});

it('two approvers at once, by API and by link: one decision counts, and the other is told', async () => {
  const { incident, view } = await undone('at-once/index.html');
  const body = formOf({ view, code: await codeFor(incident), decision: 'dismiss', reason: 'by link' });
  const [byApi, byLink] = await Promise.all([
    decideAs('approver', incident.id, 'override'),
    sendRaw({ method: 'POST', path: `/review/${incident.id}`, headers: OWN_FORM, body }),
  ]);

  const statuses = [byApi.status, byLink.status];
  expect([
    [202, 409],
    [409, 303],
  ]).toContainEqual(statuses);
  const { body: now } = await callAs('approver', { path: `/v1/incidents/${incident.id}` });
  expect(now.decision.what).toBe(byApi.status === 202 ? 'override' : 'dismiss');
  expect(now.timeline.filter((entry: { decision?: unknown }) => entry.decision)).toHaveLength(1);
});
