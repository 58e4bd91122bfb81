import { expect, it } from 'vitest';
import { INCIDENT_DETAIL } from '../../../src/lib/api/incident-shapes.ts';
import { newest } from '../../approval/people.ts';
import { pageWith, world } from '../../world.ts';
import { staleWorld, VERSIONS } from '../stale-world.ts';
import { office } from './office.ts';

/** Lambda quotas, "Invocation payload": 6 MB, of which this leaves something to what is around the body. */
const MOST_BYTES = 5_500_000;

async function told(versions = VERSIONS) {
  const guard = await staleWorld(versions);
  const desk = office({}, guard);
  const { status, body, response } = await desk.ask('deployer', `GET /v1/incidents/${newest(guard)}`);
  expect(status).toBe(200);
  return { ...guard, ...desk, body, detail: INCIDENT_DETAIL.parse(body), response };
}

it('tells which version a stale upload was edited from, how little differs from it, and where its bytes are', async () => {
  const { detail } = await told();
  const [{ ancestor } = {}] = detail.findings;
  expect(ancestor).toMatchObject({ versionId: 'v1', undoes: 4 });
  expect(detail.ancestorDiff).toMatchObject({ kind: 'hunks', gone: 0, new: 1 });
  expect(detail.diff).toMatchObject({ kind: 'hunks', cut: false });
  expect(detail.downloads.ancestor).toContain(`accepted/${ancestor?.identity}/older-index.html`);
});

it('tells so of a page without a feature token that judging itself found stale', async () => {
  const guard = world();
  const page = (...blocks: string[]) =>
    ['<!doctype html>', '<html><body>', '<h1>Sail the bay</h1>', ...blocks, '</body></html>'].join('\n');
  const block = (name: string) => `<h2>${name}</h2>\n<p>All about ${name}, in a sentence of its own.</p>`;
  const base = Array.from({ length: 12 }, (_, at) => block(`boat ${at}`));
  const uploads = [
    page(...base),
    page(...base, block('evening tours')),
    page(...base, block('evening tours'), block('the crew')),
    page(...base, block('a new boat')),
  ];
  for (const html of uploads) {
    guard.upload('index.html', html);
    await guard.look('index.html');
  }
  await guard.look('index.html');
  const { body } = await office({}, guard).ask('deployer', `GET /v1/incidents/${newest(guard)}`);
  const detail = INCIDENT_DETAIL.parse(body);
  expect([detail.state, detail.findings.map(({ code }) => code)]).toEqual(['restored', ['base.stale']]);
  expect(detail.findings[0]?.ancestor).toMatchObject({ versionId: 'v1', undoes: 2 });
  expect(detail.diff).toMatchObject({ gone: 4, new: 2 });
  expect(detail.ancestorDiff).toMatchObject({ gone: 0, new: 2 });
});

it('says why there is no such difference where that version is not kept, and links to nothing', async () => {
  const { snapshots, detail, ask, id } = await told().then((all) => ({ ...all, id: newest(all) }));
  snapshots.expire('accepted', 'demo', detail.findings[0]?.ancestor?.identity ?? '');
  const { body } = await ask('deployer', `GET /v1/incidents/${id}`);
  expect(body.ancestorDiff).toEqual({ kind: 'none', reason: expect.stringContaining('not in the snapshot store') });
  expect(Object.keys(body.downloads).toSorted()).toEqual(['baseline', 'rejected']);
});

it('has neither for any other upload', async () => {
  const { ask, undone } = office();
  const { body } = await ask('deployer', `GET /v1/incidents/${(await undone()).id}`);
  expect(Object.keys(body)).not.toContain('ancestorDiff');
  expect(Object.keys(body.downloads).toSorted()).toEqual(['baseline', 'rejected']);
});

it.each([
  ['quotes', '"'.repeat(490)],
  ['what is escaped twice', '\\"\t\\'.repeat(122)],
  ['what cannot be seen', '\u0001'.repeat(490)],
  ['characters of three bytes', '\u4e00'.repeat(490)],
])('fits into one answer with both differences full of %s', async (_, line) => {
  const lines = (mark: string) => Array.from({ length: 3000 }, (_each, at) => `${mark}${at}${line}`).join('\n');
  const { detail, response } = await told({
    older: `${pageWith('HERO', 'TOURS')}${lines('a')}`,
    good: `${pageWith('HERO', 'TOURS', 'CHECKOUT')}${lines('b')}`,
    stale: `${pageWith('HERO', 'TOURS')}${lines('c')}`,
  });
  const body = JSON.stringify(detail);
  expect(Buffer.byteLength(JSON.stringify({ statusCode: response.status, body }))).toBeLessThan(MOST_BYTES);
  const linesOf = (diff: typeof detail.ancestorDiff) =>
    diff?.kind === 'hunks' ? diff.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0) : 0;
  expect([linesOf(detail.diff), linesOf(detail.ancestorDiff)]).toEqual([1000, 200]);
});
