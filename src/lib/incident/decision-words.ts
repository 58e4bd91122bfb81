import type { FindingCode } from '../site/policy.ts';
import { DELETED } from '../site/version.ts';
import type { Decision, IncidentState } from './incident.ts';

type What = Decision['what'];

/** What a decision is called where people choose one. */
export const DECISION_NAME: Readonly<Record<What, string>> = {
  override: 'Override',
  dismiss: 'Dismiss',
  restore: 'Restore',
  resume: 'Resume',
};

/** What of an incident says how a decision works out. */
interface Decidable {
  readonly state: IncidentState;
  /** Of the rejected version. */
  readonly identity: string;
  readonly findings: readonly { readonly code: FindingCode }[];
}

/** What becomes of the page when it is so decided, before it is. */
export function effectOf(what: What, { state, identity, findings }: Decidable): string {
  const deletion = identity === DELETED;
  switch (what) {
    case 'override':
      if (deletion)
        return 'The deletion was right. The next deletion of this page passes; until then it stays as it is.';
      return `The rejected version was right. Its bytes and headers go live again and become the baseline${givenUp(findings)}.`;
    case 'dismiss':
      return dismissing(state);
    case 'restore':
      return deletion
        ? 'The page is live again as it was before its deletion, or stays so.'
        : 'The version before it goes live again in place of this one, and becomes the baseline.';
    case 'resume':
      return 'This contested page is guarded again. What is live is judged, and the baseline put back if it must be.';
    default:
      return what satisfies never;
  }
}

function givenUp(findings: Decidable['findings']): string {
  const has = (wanted: FindingCode) => findings.some(({ code }) => code === wanted);
  const lost = has('token.lost') ? '; what it lost is not asked for on this page any more' : '';
  const undone = has('base.stale') ? '; the accepted versions that it undoes stay undone' : '';
  return `${lost}${undone}`;
}

function dismissing(state: IncidentState): string {
  if (state === 'contested')
    return 'The guard was right. The page is guarded again, and the baseline put back where it is not live.';
  return state === 'undecided'
    ? 'A person has looked at it. The version stays live and does not become the baseline: later uploads are judged against the last accepted version, as before.'
    : 'The guard was right. Nothing changes on the site.';
}
