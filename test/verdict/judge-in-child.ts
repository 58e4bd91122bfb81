import { readFileSync } from 'node:fs';
import { pastUnits } from '../../src/lib/history/past-units.ts';
import { needsBefore } from '../../src/lib/reconcile/weigh.ts';
import { judge } from '../../src/lib/verdict/judge.ts';
import { contentOf, read, type Told } from '../page/reading.ts';
import { exampleSite, HTML, siteRecord } from '../world.ts';

/**
 * Judges the page of a file as the guard does, against the baseline of another and an older version of a third, and
 * prints what came of it and the peak of memory in kilobytes.
 */
function main(upload: string, baseline: string, older: string, told: Told): void {
  const site = siteRecord(exampleSite());
  const then = contentOf(readFileSync(older), told).units.slice();
  const now = contentOf(readFileSync(baseline), told);
  const versions = ['now', 'then'].map((identity) => ({
    identity,
    versionId: identity,
    lastModified: '2026-03-01T09:30',
  }));
  const history = { anatomy: now.anatomy, versions, past: pastUnits([now.units, then]) };
  const reading = read(readFileSync(upload), told);
  const known = { sha256: '', size: 0, headers: HTML, storedAs: {}, hasText: true, acceptedAt: '' };
  const verdict = judge({
    site,
    version: { deleted: false, identity: 'new', headers: HTML, reading },
    baseline: { ...versions[0]!, ...known, tokens: [...now.tokens.keys()] },
    history,
    before: reading.kind === 'read' && needsBefore(reading.content, site, history) ? now : undefined,
    gainedElsewhere: new Map(),
    allowances: [],
    mayDelete: false,
  });
  const codes = 'findings' in verdict ? verdict.findings.map(({ code }) => code) : [];
  console.log(JSON.stringify({ kind: verdict.kind, codes, maxRSS: process.resourceUsage().maxRSS }));
}

const [, , upload = '', baseline = '', older = '', told = '{}'] = process.argv;
main(upload, baseline, older, JSON.parse(told));
