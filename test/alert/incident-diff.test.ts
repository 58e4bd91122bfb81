import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ancestorChanges } from '../../src/lib/alert/incident-changes.ts';
import { incidentDiff } from '../../src/lib/alert/incident-diff.ts';
import type { ServedHeaders } from '../../src/lib/site/version.ts';
import { DELETED, identify, sha256 } from '../../src/lib/site/version.ts';
import { snapshotModel } from '../fakes/snapshot-model.ts';
import { ANCESTOR, EVERY_FINDING } from './every-finding.ts';
import { GOOD, HEADERS, sampleBaseline, sampleIncident, sampleSite, STALE } from './samples.ts';

function kept(good: string | Uint8Array, stale: string | Uint8Array, headers: ServedHeaders = HEADERS) {
  const store = snapshotModel();
  const put = (shelf: 'accepted' | 'rejected', content: string | Uint8Array) => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const digest = sha256(bytes);
    const identity = identify(digest, headers);
    store.put(shelf, 'demo', identity, { bytes, headers, storedAs: {} });
    return { identity, sha256: digest, size: bytes.length };
  };
  const baseline = { ...sampleBaseline(), ...put('accepted', good) };
  const version = { ...sampleIncident().version, ...put('rejected', stale) };
  return { store, incident: sampleIncident({ baseline, version }) };
}

const diffOf = ({ store, incident }: ReturnType<typeof kept>) => incidentDiff(incident, sampleSite(), store);

test('shows what the rejected version changed in its baseline', async () => {
  const diff = await diffOf(kept(GOOD, STALE));
  expect(diff).toMatchObject({ kind: 'lines', cut: false });
  const lines = diff.kind === 'lines' ? diff.lines : [];
  expect(lines).toContain('-<p data-feature="STRIPE_CHECKOUT">Pay</p>');
  expect(lines).toContain('+<p>Call us</p>');
});

test('shows what a version changed that was left live', async () => {
  const { store, incident } = kept(GOOD, STALE);
  const { identity } = incident.version;
  store.put('accepted', 'demo', identity, { bytes: Buffer.from(STALE), headers: HEADERS, storedAs: {} });
  store.expire('rejected', 'demo', identity);
  const diff = await incidentDiff({ ...incident, state: 'observed' }, sampleSite(), store);
  expect(diff.kind === 'lines' && diff.lines.slice(0, 2)).toEqual(['--- baseline', '+++ upload']);
  expect(diff.kind === 'lines' && diff.lines).toContain('+<p>Call us</p>');
});

test('reads gzip', async () => {
  const headers = { ...HEADERS, contentEncoding: 'gzip' };
  const diff = await diffOf(kept(gzipSync(GOOD), gzipSync(STALE), headers));
  expect(diff.kind === 'lines' && diff.lines).toContain('+<p>Call us</p>');
});

test('breaks a page without lines where its elements begin', async () => {
  const filler = '<b>x</b>'.repeat(400);
  const diff = await diffOf(kept(`${filler}<p>Pay</p>`, `${filler}<p>Call</p>`));
  expect(diff.kind === 'lines' && diff.lines).toContain('+<p>Call');
});

test('bounds a page that was rewritten', async () => {
  const page = (word: string) =>
    Array.from({ length: 5000 }, (_, index) => `${word} ${index} ${'y'.repeat(500)}`).join('\n');
  const diff = await diffOf(kept(page('old'), page('new')));
  expect(diff).toMatchObject({ kind: 'lines', cut: true });
  const lines = diff.kind === 'lines' ? diff.lines : [];
  expect(lines.length).toBeGreaterThan(100);
  expect(lines.length).toBeLessThanOrEqual(320);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(520);
});

test('shows what hides in a line', async () => {
  const diff = await diffOf(kept(GOOD, `${GOOD}\u202Eevil\u0000\n`));
  expect(diff.kind === 'lines' && diff.lines).toContain('+\\u{202e}evil\\u{0}');
});

test.each([
  ['is not kept', () => ({ ...kept(GOOD, STALE), store: snapshotModel() }), 'not in the snapshot store'],
  ['cannot be decoded', () => kept('not gzip', 'neither', { ...HEADERS, contentEncoding: 'gzip' }), 'cannot be read'],
  ['differs in its line ends alone', () => kept(GOOD, GOOD.replaceAll('\n', '\r\n')), 'the lines are the same'],
  ['has the same bytes', () => kept(GOOD, GOOD), 'the bytes are the same'],
])('says why when it %s', async (_, world, reason) => {
  expect(await diffOf(world())).toEqual({ kind: 'none', reason: expect.stringContaining(reason) });
});

describe('an upload that was edited from an older version', () => {
  const OLDER = '<h1>Book</h1>\n<p>Call</p>\n';
  const ancestorOf = (identity: string) => ({
    ...EVERY_FINDING['base.stale'],
    ancestor: { ...ANCESTOR, identity },
  });
  const LINES = { site: sampleSite(), maxLines: 100 };

  function edited(older = OLDER) {
    const { store, incident } = kept(GOOD, STALE);
    const identity = identify(sha256(older), HEADERS);
    store.put('accepted', 'demo', identity, { bytes: Buffer.from(older), headers: HEADERS, storedAs: {} });
    return { store, incident: { ...incident, findings: [ancestorOf(identity)] } };
  }

  test('is compared with that one as well', async () => {
    const { store, incident } = edited();
    const changes = await ancestorChanges(incident, LINES, store);
    expect(changes).toMatchObject({ kind: 'hunks', diff: { gone: 1, new: 1, cut: false } });
    const lines = changes?.kind === 'hunks' ? changes.diff.hunks.flatMap((hunk) => hunk.lines) : [];
    expect(lines.filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'gone', text: '<p>Call</p>' },
      { kind: 'new', text: '<p>Call us</p>' },
    ]);
  });

  test('shows no more lines than it may', async () => {
    const { store, incident } = edited('x\n'.repeat(5000));
    const changes = await ancestorChanges(incident, LINES, store);
    expect(changes).toMatchObject({ kind: 'hunks', diff: { gone: 5000, cut: true } });
    expect(changes?.kind === 'hunks' && changes.diff.hunks.flatMap((hunk) => hunk.lines)).toHaveLength(100);
  });

  test('or is one, is said to be so', async () => {
    const { store, incident } = edited();
    const again = { ...incident, findings: [ancestorOf(incident.version.identity)] };
    expect(await ancestorChanges(again, LINES, store)).toEqual({
      kind: 'none',
      reason: 'the upload is that version, byte for byte.',
    });
  });

  test('that is not kept, gives the reason', async () => {
    const { store, incident } = edited();
    const changes = await ancestorChanges({ ...incident, findings: [ancestorOf('f'.repeat(64))] }, LINES, store);
    expect(changes).toEqual({ kind: 'none', reason: 'the bytes of that version are not in the snapshot store.' });
  });

  test('is nothing that is said of another upload', async () => {
    const { store, incident } = kept(GOOD, STALE);
    expect(await ancestorChanges(incident, LINES, store)).toBeUndefined();
  });
});

test('says why when there is nothing to compare', async () => {
  const { version } = sampleIncident();
  const deleted = sampleIncident({ version: { ...version, identity: DELETED } });
  const { baseline: _, ...first } = sampleIncident();
  const broken = { snapshots: { get: () => Promise.reject(new Error('no connection')) } };
  const reasons = await Promise.all(
    [deleted, first, sampleIncident()].map((incident) => incidentDiff(incident, undefined, broken)),
  );
  expect(reasons).toEqual([
    { kind: 'none', reason: 'the page was deleted.' },
    { kind: 'none', reason: 'there is no earlier version.' },
    { kind: 'none', reason: 'the snapshot store could not be read just now.' },
  ]);
});
