import { describe, expect, it } from 'vitest';
import { decide } from '../../src/lib/approval/decide.ts';
import type { Decision } from '../../src/lib/incident/incident.ts';
import { LEAD } from '../approval/people.ts';
import { world } from '../world.ts';

const KEY = 'index.html';

const block = (name: string): string => `<h2>${name}</h2>\n<p>All about ${name}, in a sentence of its own.</p>`;
const BASE = Array.from({ length: 12 }, (_, at) => block(`boat ${at}`));

const page = (...more: string[]): string =>
  ['<!doctype html>', '<html><body>', '<h1>Sail the bay</h1>', ...BASE, ...more.map(block), '</body></html>'].join(
    '\n',
  );

/** A page of three accepted versions, and the guard before it. */
async function guarded(mode: 'enforce' | 'observe' = 'enforce') {
  const one = world({ policy: { mode } });
  for (const html of [page(), page('evening tours'), page('evening tours', 'the crew')]) {
    one.upload(KEY, html);
    await one.look(KEY);
  }
  const uploads = async (...htmls: string[]) => {
    for (const html of htmls) one.upload(KEY, html);
    for (let looks = 0; looks < 3; looks += 1) await one.look(KEY);
  };
  const incident = () => {
    const [found, ...others] = one.table.incidents();
    if (!found || others.length > 0) throw new Error(`${others.length + 1} incidents`);
    return found;
  };
  const warnings = () => one.table.warnings('demo');
  const says = (what: Decision['what'], reason = `to ${what}`) =>
    decide(incident().id, { what, reason }, LEAD, one.deps);
  return { ...one, uploads, incident, warnings, says };
}

const STALE = page('a new boat');

describe('the guard warns of a stale copy', () => {
  it('with the incident that it opens, under its id', async () => {
    const { uploads, incident, warnings } = await guarded();
    await uploads(STALE);
    const { id, openedAt, state } = incident();
    expect(state).toBe('restored');
    expect(warnings()).toEqual([
      {
        id,
        site: 'demo',
        key: KEY,
        says: expect.stringContaining('stale copy'),
        by: 'the guard',
        at: openedAt,
        incident: id,
      },
    ]);
  });

  it.each([
    ['that is left live, for one version undone', 'enforce', [page('evening tours', 'a new boat')], 'observed'],
    ['that is left live, for the site observes', 'observe', [STALE], 'observed'],
    ['that was replaced already', 'enforce', [STALE, page('evening tours', 'the crew', 'more')], 'superseded'],
  ] as const)('also %s', async (_which, mode, htmls, state) => {
    const { uploads, incident, warnings } = await guarded(mode);
    await uploads(...htmls);
    expect(incident()).toMatchObject({ state, findings: [{ code: 'base.stale' }] });
    expect(warnings()).toMatchObject([{ id: incident().id }]);
  });

  it('once, however often it comes back', async () => {
    const { uploads, incident, warnings } = await guarded();
    await uploads(STALE);
    const before = warnings();
    await uploads(STALE);
    await uploads(STALE);
    expect(incident().recurrences).toBe(2);
    expect(warnings()).toEqual(before);
  });

  it('and of nothing else', async () => {
    const { uploads, incident, warnings } = await guarded();
    await uploads('<!doctype html><html><body></body></html>');
    expect(incident().findings.map(({ code }) => code)).not.toContain('base.stale');
    expect(warnings()).toEqual([]);
  });
});

describe('the warning of a stale copy', () => {
  it.each(['override', 'dismiss'] as const)('is acknowledged by whoever decides to %s', async (what) => {
    const { uploads, warnings, says, incident } = await guarded();
    await uploads(STALE);
    expect(await says(what)).toMatchObject({ kind: 'recorded' });
    const { by, at } = incident().decision ?? {};
    expect(warnings()[0]?.acknowledged).toEqual({ by, at, reason: `to ${what}` });
  });

  it('stays open when what was left live is to be replaced', async () => {
    const { uploads, warnings, says } = await guarded('observe');
    await uploads(STALE);
    expect(await says('restore')).toMatchObject({ kind: 'recorded' });
    expect(warnings()[0]?.acknowledged).toBeUndefined();
  });

  it('keeps who acknowledged it first', async () => {
    const { uploads, warnings, says, table } = await guarded();
    await uploads(STALE);
    const [warning] = warnings();
    if (!warning) throw new Error('nobody warned');
    const acknowledged = { by: 'somebody', reason: 'seen', at: warning.at };
    await table.deploys.warnings.acknowledge({ ...warning, acknowledged }, table.site('demo')?.rev ?? 0);
    expect(await says('dismiss')).toMatchObject({ kind: 'recorded' });
    expect(warnings()).toMatchObject([{ acknowledged }]);
  });

  it('is no obstacle to a decision when somebody acknowledges it at the same moment', async () => {
    const { uploads, warnings, table, deps, incident } = await guarded();
    await uploads(STALE);
    const acknowledged = { by: 'somebody', reason: 'seen', at: incident().openedAt };
    const warning = async (site: string, id: string) => {
      const read = table.warning(site, id);
      if (read) await table.deploys.warnings.acknowledge({ ...read, acknowledged }, table.site(site)?.rev ?? 0);
      return read;
    };
    const racing = { ...deps, registry: { ...deps.registry, warning } };
    const outcome = await decide(incident().id, { what: 'dismiss', reason: 'right' }, LEAD, racing);
    expect(outcome).toMatchObject({ kind: 'recorded', incident: { state: 'dismissed' } });
    expect(warnings()).toMatchObject([{ acknowledged }]);
  });

  it('is not missed by the decision of an incident that was opened before there were warnings', async () => {
    const { upload, warnings, says, table, deps, lookWith } = await guarded();
    const commit: typeof deps.registry.commit = ({ warnings: _warnings, ...rest }) => table.registry.commit(rest);
    upload(KEY, STALE);
    for (let looks = 0; looks < 3; looks += 1) {
      await lookWith(KEY, { ...deps, registry: { ...deps.registry, commit } });
    }
    expect(warnings()).toEqual([]);
    expect(await says('dismiss')).toMatchObject({ kind: 'recorded' });
    expect(warnings()).toEqual([]);
  });
});
