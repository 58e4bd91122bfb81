import { describe, expect, it } from 'vitest';
import { VERIFICATION } from '../../../src/lib/api/deploy-shapes.ts';
import { exampleSite, siteRecord, world } from '../../world.ts';
import { office } from './office.ts';

const LEAD = 'arn:aws:sts::123456789012:assumed-role/web-lead/cb';

/** A desk whose site has a staging, and a contact. */
function deploying() {
  const guard = world();
  const site = exampleSite();
  guard.table.putSite(
    siteRecord({
      ...site,
      staging: { ...site.production, bucket: 'demo-staging' },
      escalation: { contact: 'Web lead', over: ['sns'] },
    }),
  );
  return office({}, guard);
}

describe('a verification', () => {
  const AT = '/v1/sites/demo/verifications';
  const accepted = (change: object = {}) => ({
    page: 'index.html',
    identity: 'a'.repeat(64),
    sha256: 'b'.repeat(64),
    checks: ['https://staging.example.com answers 200'],
    ...change,
  });

  it('records exactly what an approver accepted, in their name', async () => {
    const { ask, clock } = deploying();
    expect((await ask('deployer', `GET ${AT}?page=index.html`)).body).toEqual({ items: [] });
    const { status, body } = await ask('approver', `POST ${AT}`, { json: accepted() });
    expect(status).toBe(201);
    expect(VERIFICATION.parse(body)).toEqual({
      ...accepted(),
      site: 'demo',
      by: LEAD,
      at: clock.now().toISOString(),
    });
    expect((await ask('deployer', `GET ${AT}?page=index.html`)).body).toEqual({ items: [body] });
    expect((await ask('deployer', `GET ${AT}?page=other.html`)).body).toEqual({ items: [] });
  });

  it('gives way to a later one', async () => {
    const { ask, clock } = deploying();
    await ask('approver', `POST ${AT}`, { json: accepted() });
    clock.advance(1000);
    const { body } = await ask('approver', `POST ${AT}`, { json: accepted({ identity: 'c'.repeat(64) }) });
    expect((await ask('deployer', `GET ${AT}?page=index.html`)).body).toEqual({ items: [body] });
  });

  it('is refused of whoever is no approver', async () => {
    const { ask } = deploying();
    expect(await ask('deployer', `POST ${AT}`, { json: accepted() })).toMatchObject({
      status: 403,
      body: { type: 'urn:holdfast:problem:not-allowed' },
    });
    expect((await ask('deployer', `GET ${AT}?page=index.html`)).body).toEqual({ items: [] });
  });

  it.each([
    ['an asset', { page: 'logo.png' }],
    ['a digest that is none', { sha256: 'B'.repeat(64) }],
    ['an identity that is none', { identity: 'DELETED' }],
    ['too many checks', { checks: Array.from({ length: 21 }, () => 'x') }],
    ['a check that is too long', { checks: ['x'.repeat(301)] }],
    ['a name of its own', { by: LEAD }],
  ])('is refused with %s', async (_what, change) => {
    const { ask } = deploying();
    expect((await ask('approver', `POST ${AT}`, { json: accepted(change) })).status).toBe(400);
  });

  it('is refused where the site has no staging', async () => {
    const { ask } = office();
    expect(await ask('approver', `POST ${AT}`, { json: accepted() })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('no staging') },
    });
  });
});

describe('an escalation', () => {
  const AT = '/v1/sites/demo/escalations';
  const ahead = (change: object = {}) => ({
    page: 'index.html',
    says: 'CHECKOUT would be lost.',
    diff: '-a\n',
    ...change,
  });

  it('is recorded once, for whoever may call', async () => {
    const { ask, table } = deploying();
    const { status, body } = await ask('deployer', `POST ${AT}`, { json: ahead() });
    expect([status, body.already]).toEqual([202, false]);
    expect((await ask('approver', `POST ${AT}`, { json: ahead() })).body).toEqual({ id: body.id, already: true });
    expect((await ask('deployer', `POST ${AT}`, { json: ahead({ diff: '-b\n' }) })).body.id).not.toBe(body.id);
    expect(table.escalation('demo', body.id)).toMatchObject({
      key: 'index.html',
      by: 'arn:aws:sts::123456789012:assumed-role/deployer/ci',
    });
  });

  it('takes the longest diff, whatever JSON makes of it, and none that is longer', async () => {
    const { ask } = deploying();
    const escaped = (length: number) =>
      JSON.stringify(ahead({ diff: 'DIFF' })).replace('DIFF', String.raw`\u2603`.repeat(length));
    const sent = (text: string) =>
      ask('deployer', `POST ${AT}`, { text, headers: { 'content-type': 'application/json' } });
    expect((await sent(escaped(12_000))).status).toBe(202);
    expect((await sent(escaped(12_001))).status).toBe(400);
    expect((await sent(escaped(40_000))).status).toBe(413);
  });

  it('is refused beyond twenty in an hour, and taken again in the next', async () => {
    const { ask, clock } = deploying();
    const at = (count: number) => ask('deployer', `POST ${AT}`, { json: ahead({ says: `No. ${count}` }) });
    for (let count = 0; count < 20; count += 1) expect((await at(count)).status).toBe(202);
    expect(await at(20)).toMatchObject({ status: 409, body: { type: 'urn:holdfast:problem:state' } });
    clock.advance(3_600_000);
    expect((await at(20)).status).toBe(202);
  });

  it.each([
    ['an asset', { page: 'logo.png' }, 400],
    ['nothing to say', { says: '' }, 400],
  ])('is refused with %s', async (_what, change, status) => {
    expect((await deploying().ask('deployer', `POST ${AT}`, { json: ahead(change) })).status).toBe(status);
  });

  it('is refused where nobody is named to be called', async () => {
    expect(await office().ask('deployer', `POST ${AT}`, { json: ahead() })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('"escalation:"') },
    });
  });
});
