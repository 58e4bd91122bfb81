import { describe, expect, it } from 'vitest';
import { INCIDENT_DETAIL, LINK, listOf, INCIDENT } from '../../../src/lib/api/incident-shapes.ts';
import { holderOf } from '../../../src/lib/approval/links.ts';
import { isViewKey } from '../../../src/lib/approval/view-key.ts';
import { requestModel } from '../../fakes/request-model.ts';
import { pageWith } from '../../world.ts';
import { office } from './office.ts';

describe('an incident', () => {
  it('is told with everything that decides about it', async () => {
    const { ask, undone } = office();
    const { id, version, baseline, openedAt } = await undone();
    const { status, body, response } = await ask('deployer', `GET /v1/incidents/${id}`);
    expect(status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const detail = INCIDENT_DETAIL.parse(body);
    expect(detail).toMatchObject({
      page: 'index.html',
      bucket: 'demo-prod',
      open: ['override', 'dismiss'],
      rejected: { identity: version.identity, tokens: ['HERO'] },
      baseline: { identity: baseline?.identity, tokens: ['HERO', 'CHECKOUT'] },
    });
    expect(detail.findings.map(({ code, token }) => [code, token])).toEqual([['token.lost', 'CHECKOUT']]);
    expect(detail.diff.kind === 'hunks' && detail.diff.gone).toBe(2);
    expect(detail.timeline.map(({ at }) => at)).toEqual(detail.timeline.map(({ at }) => at).toSorted());
    expect(detail.timeline[0]?.at).toBe(version.lastModified);
    expect(detail.timeline[1]).toMatchObject({ at: openedAt, says: expect.stringContaining('rejected') });
    expect(detail.downloads.rejected).toContain(`rejected/${version.identity}/rejected-index.html`);
    expect(detail.downloads.baseline).toContain(`accepted/${baseline?.identity}/baseline-index.html`);
  });

  it('has an address that shows it to whoever has it', async () => {
    const desk = office();
    const { id } = await desk.undone();
    const { body } = await desk.ask('deployer', `GET /v1/incidents/${id}`);
    const review = new URL(body.review);
    expect(`${review.origin}${review.pathname}`).toBe(`https://api.example.com/review/${id}`);
    const secret = await requestModel(desk).deps.viewSecret.read();
    expect(isViewKey(secret, id, review.searchParams.get('view') ?? '')).toBe(true);
  });

  it('says why there is no diff and has no link to what is not kept any more', async () => {
    const { ask, undone, snapshots } = office();
    const { id, version } = await undone();
    snapshots.expire('rejected', 'demo', version.identity);
    const { body } = await ask('deployer', `GET /v1/incidents/${id}`);
    expect(body.diff).toEqual({ kind: 'none', reason: expect.stringContaining('quarantine') });
    expect(Object.keys(body.downloads)).toEqual(['baseline']);
  });

  it('of a deletion has nothing rejected to download', async () => {
    const { ask, upload, remove, look, table } = office();
    upload('index.html', pageWith('HERO'));
    await look('index.html');
    remove('index.html');
    await look('index.html');
    const { body } = await ask('deployer', `GET /v1/incidents/${table.incidents()[0]?.id}`);
    expect(body.rejected.identity).toBe('DELETED');
    expect(body.timeline[0].says).toContain('deleted');
    expect(Object.keys(body.downloads)).toEqual(['baseline']);
  });

  it('carries text of an uploader as it is, for whoever shows it to escape', async () => {
    const { ask, upload, look, table } = office();
    const key = '<img src=x onerror=alert(1)>.html';
    upload(key, pageWith('HERO', 'A'));
    await look(key);
    upload(key, `${pageWith('HERO')}<script>alert(1)</script>\u202E`);
    await look(key);
    const { body, response } = await ask('deployer', `GET /v1/incidents/${table.incidents()[0]?.id}`);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(body.page).toBe(key);
    expect(JSON.stringify(body.diff)).toContain('<script>alert(1)</script>');
  });

  it.each(['unheard-of', '..%2F..%2Fetc', '%00', 'x'.repeat(500), '%zz'])(
    'that is called %s is not there',
    async (id) => {
      const { ask } = office();
      const { status, body } = await ask('deployer', `GET /v1/incidents/${id}`);
      expect([status, body.status]).toEqual([404, 404]);
    },
  );

  it('tells its whole story after it was decided', async () => {
    const { ask, undone, look, clock } = office();
    const { id } = await undone();
    clock.advance(60_000);
    await ask('approver', `POST /v1/incidents/${id}/override`, { json: { reason: 'it was right' } });
    await look('index.html');
    const { body } = await ask('deployer', `GET /v1/incidents/${id}`);
    const decided = body.timeline.at(-1);
    expect(decided).toMatchObject({ decision: { what: 'override', reason: 'it was right' } });
    // told once: whoever shows it adds who and why
    expect(decided.says).toBe('The guard was overruled.');
    expect(body.timeline.map(({ says }: { says: string }) => says)).toHaveLength(4);
  });
});

describe('the list of incidents', () => {
  async function several() {
    const desk = office();
    for (const key of ['a.html', 'b.html', 'c.html']) {
      desk.upload(key, pageWith('HERO', key));
      await desk.look(key);
      desk.upload(key, pageWith('HERO'));
      await desk.look(key);
      await desk.look(key);
    }
    return desk;
  }

  const keysOf = ({ items }: { items: { page: string }[] }) => items.map(({ page }) => page);

  it('is the newest first, part by part, for the only site when none is named', async () => {
    const { ask } = await several();
    const all = await ask('deployer', 'GET /v1/incidents');
    expect(listOf(INCIDENT).parse(all.body).cursor).toBeUndefined();
    expect(keysOf(all.body)).toEqual(['c.html', 'b.html', 'a.html']);
    const first = await ask('deployer', 'GET /v1/incidents?site=demo&limit=2');
    const next = await ask('deployer', `GET /v1/incidents?site=demo&limit=2&cursor=${first.body.cursor}`);
    expect([keysOf(first.body), keysOf(next.body)]).toEqual([['c.html', 'b.html'], ['a.html']]);
    expect(next.body.cursor).toBeUndefined();
  });

  it('has ten findings of each, and says how many more there are; the incident itself has all', async () => {
    const { ask, upload, look } = office();
    const names = Array.from({ length: 12 }, (_, at) => `PART_${at}`);
    upload('index.html', pageWith('HERO', ...names));
    await look('index.html');
    upload('index.html', pageWith('HERO'));
    await look('index.html');
    const { body } = await ask('deployer', 'GET /v1/incidents');
    const [listed] = listOf(INCIDENT).parse(body).items;
    const one = INCIDENT_DETAIL.parse((await ask('deployer', `GET /v1/incidents/${listed?.id}`)).body);
    expect(listed?.findings).toEqual(one.findings.slice(0, 10));
    expect(listed?.moreFindings).toBe(one.findings.length - 10);
    expect(one.findings.map(({ token }) => token)).toEqual(expect.arrayContaining(names));
    expect(one.moreFindings).toBeUndefined();
  });

  it('is of one state when one is named', async () => {
    const { ask, table } = await several();
    await ask('approver', `POST /v1/incidents/${table.incidents()[1]?.id}/dismiss`, { json: { reason: 'x' } });
    expect(keysOf((await ask('deployer', 'GET /v1/incidents?state=dismissed')).body)).toEqual(['b.html']);
    expect(keysOf((await ask('deployer', 'GET /v1/incidents?state=contested')).body)).toEqual([]);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=many', 'limit'],
    ['state=lost', 'state'],
    ['cursor=nobody-gave-this-out', undefined],
    ['order=up', 'order'],
    ['limit=1&limit=2', 'limit'],
  ])('refuses ?%s', async (query, field) => {
    const { ask } = office();
    const { status, body } = await ask('deployer', `GET /v1/incidents?${query}`);
    expect([status, body.type]).toEqual([400, 'urn:holdfast:problem:invalid']);
    if (field !== undefined) expect(body.errors).toMatchObject([{ field }]);
  });

  it('asks for a site where there are several, and knows none but those', async () => {
    const { ask } = office({ siteNames: ['demo', 'shop'] });
    const unnamed = await ask('deployer', 'GET /v1/incidents');
    expect([unnamed.status, unnamed.body.detail]).toEqual([400, expect.stringContaining('?site=demo or ?site=shop')]);
    expect((await ask('deployer', 'GET /v1/incidents?site=shop')).body).toEqual({ items: [] });
    expect((await ask('deployer', 'GET /v1/incidents?site=else')).status).toBe(404);
  });
});

describe('a personal link', () => {
  it('is made for an approver by an approver, and its code is in the fragment alone', async () => {
    const { ask, undone, table, clock } = office();
    const { id } = await undone();
    const path = `POST /v1/incidents/${id}/links`;
    const { status, body } = await ask('approver', path, { json: { for: 'web-lead@example.com' } });
    expect(status).toBe(201);
    const link = LINK.parse(body);
    const address = new URL(link.link);
    expect(address.hash).toBe(`#code=${link.code}`);
    expect(address.href.split('#')[0]).not.toContain(link.code);
    expect(await holderOf(id, link.code, { links: table.links, now: clock.now })).toMatchObject({ kind: 'person' });
  });

  it.each([
    ['deployer', 'web-lead@example.com', 403],
    ['approver', 'somebody@example.com', 400],
    ['approver', '', 400],
    ['nobody', 'web-lead@example.com', 401],
  ] as const)('is refused to %s for %j', async (who, name, status) => {
    const { ask, undone } = office();
    const { id } = await undone();
    expect((await ask(who, `POST /v1/incidents/${id}/links`, { json: { for: name } })).status).toBe(status);
  });
});
