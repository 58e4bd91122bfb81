import { openDecisions } from '../incident/decisions.ts';
import type { Decision, Incident } from '../incident/incident.ts';
import { DELETED } from '../site/version.ts';
import type { Finding } from '../verdict/finding.ts';

/** What an approver can do about an incident as it is now, in words; empty where nothing needs doing. */
export function whatNow(incident: Incident, open: readonly Decision['what'][] = openDecisions(incident)): string {
  switch (incident.state) {
    case 'restored':
      return open.includes('override') ? afterRestore(incident) : 'To have it otherwise, upload the version you want.';
    case 'undecided':
      if (incident.version.kept === false) return NEVER_KEPT;
      return open.includes('override') ? aboutUndecided(incident) : '';
    case 'contested':
      if (!open.includes('resume')) return open.includes('override') ? afterRestore(incident) : '';
      return (
        'First stop who or what uploads it. Then resume: the guard judges what is live and puts the baseline back if it ' +
        'must. Or override, if the upload was right.'
      );
    default:
      return open.includes('restore') ? afterAccepting(incident) : '';
  }
}

function afterRestore(incident: Incident): string {
  const override =
    incident.version.identity === DELETED
      ? 'If the page was to go, override: the next deletion of it passes.'
      : 'If the upload was right, override: its bytes and headers go live again and are the baseline.';
  const lost = lostTokens(incident).length > 0 ? ' If a feature is gone for good, retire it as well.' : '';
  const back = returnedNames(incident).length > 0 ? ' If what was retired may come back, unretire it as well.' : '';
  const stale = isStale(incident) ? ` If it came from an older copy by mistake, ${MERGE}.` : '';
  return `${override}${lost}${back}${stale}`;
}

function afterAccepting(incident: Incident): string {
  const stale = isStale(incident) ? ` Then ${MERGE}.` : '';
  return `If that was wrong, restore: the version before it goes back.${stale}`;
}

const MERGE = 'get the live page, make the change in it, and upload that';

const NEVER_KEPT =
  'Its bytes could not be kept, so the guard can neither accept it nor replace it. If it is right and too large, raise ' +
  'policy.limits, apply that and upload it again; if it is not, upload the version you want.';

function aboutUndecided({ findings, baseline }: Incident): string {
  const override = 'If it is right, override: it becomes the baseline.';
  // It was judged, so what stands in the way is the restore.
  if (findings.some(({ severity }) => severity === 'rollback')) {
    return `${override} If it is not, mend what stands in the way, then restore; or upload the version you want.`;
  }
  const restore = baseline ? ' If it is not, restore: the baseline goes live again.' : '';
  return `${override}${restore}`;
}

/** Whether the version was edited from an older one than its baseline, or is an older one. */
export function isStale({ findings }: Pick<Incident, 'findings'>): boolean {
  return findings.some(({ code }) => code === 'base.stale');
}

/** The features for whose loss, or for whose content, the version was undone. */
export function lostTokens(
  { findings }: Pick<Incident, 'findings'>,
  lost: 'token.lost' | 'token.hollow' = 'token.lost',
): string[] {
  return findings
    .filter(({ code, severity }) => code === lost && severity === 'rollback')
    .flatMap(({ token }) => token ?? []);
}

/** What was retired and for whose return the version was undone. */
export function returnedNames({
  findings,
}: {
  readonly findings: readonly Pick<Finding, 'code' | 'severity' | 'token' | 'phrase'>[];
}): {
  kind: 'token' | 'phrase';
  name: string;
}[] {
  return findings
    .filter(({ code, severity }) => code === 'retired.returned' && severity === 'rollback')
    .flatMap(({ token, phrase }) => [
      ...(token === undefined ? [] : [{ kind: 'token' as const, name: token }]),
      ...(phrase === undefined ? [] : [{ kind: 'phrase' as const, name: phrase }]),
    ]);
}
