import { readFileSync } from 'node:fs';
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import { expect, it } from 'vitest';
import { office } from './office.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- a copy that each test changes as it needs it
const event = (name: string): any => JSON.parse(readFileSync(`events/http/${name}.json`, 'utf8'));

/** The event of an override, for an incident that is there; and the app as Lambda calls it. */
async function overriding() {
  const desk = office();
  const { id } = await desk.undone();
  const override = event('override');
  const at = override.rawPath.replace(/incidents\/\w+/, `incidents/${id}`);
  override.rawPath = override.requestContext.http.path = at;
  const answer = handle(desk.app);
  const call = async (sent: LambdaEvent) => {
    const { statusCode, body, headers } = await answer(sent);
    return { status: statusCode, headers, body: JSON.parse(body) };
  };
  return { ...desk, id, override, call };
}

it('knows the caller by what the IAM authorizer of API Gateway hands over', async () => {
  const { call, override, table, id } = await overriding();
  expect((await call(override)).status).toBe(202);
  expect(table.incident(id)?.decision).toMatchObject({
    by: 'arn:aws:sts::123456789012:assumed-role/web-lead/cb',
    reason: 'the shop moves to its own site',
  });
});

it('takes the same from a Lambda authorizer, and a body in base 64', async () => {
  const { call, override } = await overriding();
  const { iam } = override.requestContext.authorizer;
  override.requestContext.authorizer = { lambda: iam };
  override.body = Buffer.from(override.body).toString('base64');
  override.isBase64Encoded = true;
  expect((await call(override)).status).toBe(202);
});

it.each([
  ['no authorizer', undefined],
  ['an authorizer that says nothing', {}],
  ['claims of a token', { jwt: { claims: { userArn: 'arn:aws:iam::123456789012:role/web-lead' } } }],
  ['an ARN that is none', { iam: { userArn: { role: 'web-lead' } } }],
])('lets nobody in with %s', async (_, authorizer) => {
  const { call, override, table, id } = await overriding();
  const before = table.incident(id);
  override.requestContext.authorizer = authorizer;
  override.headers['x-amzn-requestcontext-authorizer'] = JSON.stringify({ iam: { userArn: before?.decision?.by } });
  expect((await call(override)).status).toBe(401);
  expect(table.incident(id)).toEqual(before);
});

it.each(['/review/../v1/', '/review/%2e%2e/v1/', '/health/../v1/', '//v1/', '/slack/./../v1/'])(
  'lets nobody in by way of %s, which the gateway takes for another route',
  async (prefix) => {
    const { call, override, table, id } = await overriding();
    const before = table.incident(id);
    delete override.requestContext.authorizer;
    for (const method of ['GET', 'POST']) {
      const sent = structuredClone(override);
      sent.requestContext.http.method = method;
      sent.rawPath = override.rawPath.replace('/v1/', prefix);
      if (method === 'GET') delete sent.body;
      expect([401, 404, 405]).toContain((await call(sent)).status);
      sent.rawPath = `${prefix}sites`;
      expect([401, 404, 405]).toContain((await call(sent)).status);
    }
    expect(table.incident(id)).toEqual(before);
  },
);

it('does not take the role of a session that only calls itself so, nor the role of another account', async () => {
  const { call, override, table, id } = await overriding();
  const before = table.incident(id);
  for (const userArn of [
    'arn:aws:sts::123456789012:assumed-role/deployer/web-lead',
    'arn:aws:sts::210987654321:assumed-role/web-lead/cb',
    'arn:aws:iam::123456789012:user/web-lead',
    'arn:aws:sts::123456789012:federated-user/web-lead',
  ]) {
    override.requestContext.authorizer.iam.userArn = userArn;
    expect((await call(override)).status).toBe(403);
  }
  expect(table.incident(id)).toEqual(before);
});

it('lists by the query of an event', async () => {
  const { call, id } = await overriding();
  const { status, body, headers } = await call(event('list-incidents'));
  expect([status, headers?.['cache-control']]).toEqual([200, 'no-store']);
  expect(body.items.map((incident: { id: string }) => incident.id)).toEqual([id]);
});
