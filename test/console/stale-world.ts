import type { Finding } from '../../src/lib/verdict/finding.ts';
import { EVERY_FINDING } from '../alert/every-finding.ts';
import { KEY, newest, type World } from '../approval/people.ts';
import { pageWith, world } from '../world.ts';

/** Three versions of a page: one that was accepted, the accepted one after it, and what was edited from the older one. */
interface Versions {
  readonly older: string;
  readonly good: string;
  readonly stale: string;
}

export const VERSIONS: Versions = {
  older: pageWith('HERO', 'TOURS'),
  good: `${pageWith('HERO', 'TOURS', 'CHECKOUT')}\n<p>Evening tours</p>`,
  stale: `${pageWith('HERO', 'TOURS')}\n<p>Call us</p>`,
};

/** A world whose newest incident is of an upload that was edited from an older accepted version, and says so. */
export async function staleWorld({ older, good, stale }: Versions = VERSIONS): Promise<World> {
  const one = world();
  for (const html of [older, good]) {
    one.upload(KEY, html);
    await one.look(KEY);
  }
  const ancestor = one.table.page({ site: 'demo', key: KEY })?.former?.[0];
  if (!ancestor) throw new Error('the page has no older version');
  one.upload(KEY, stale);
  for (const _ of ['rejects', 'restores']) await one.look(KEY);
  return saying(one, { ...EVERY_FINDING['base.stale'], ancestor: { ...ancestor, undoes: 4 } });
}

function saying(one: World, finding: Finding): World {
  const incident = one.table.incident(newest(one));
  const page = one.table.page({ site: 'demo', key: KEY });
  if (!incident || !page) throw new Error('there is no incident');
  const others = incident.findings.filter(({ code }) => code !== 'base.stale');
  const next = { ...incident, rev: incident.rev + 1, findings: [finding, ...others] };
  const bump = { expect: page.rev, next: { ...page, rev: page.rev + 1 } };
  one.table.commit({ page: bump, incidents: [{ expect: incident.rev, next }], tokens: [] });
  return one;
}
