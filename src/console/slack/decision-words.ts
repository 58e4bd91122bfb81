import { shownLine } from '../../lib/alert/shown-text.ts';
import type { Decision, Incident } from '../../lib/incident/incident.ts';
import { DELETED } from '../../lib/site/version.ts';

type What = Decision['what'];

/** What a decision is called, where there is little room. */
export const NAME: Readonly<Record<What, string>> = {
  override: 'Override',
  dismiss: 'Dismiss',
  restore: 'Restore',
  resume: 'Resume',
};

/** Site and page of an incident, in one line. */
export function placeOf({ site, key }: Incident): string {
  return `${shownLine(site, 64)}: ${shownLine(key, 300)}`;
}

/** What becomes of the page when it is so decided. */
export function effectOf(what: What, incident: Incident): string {
  const deletion = incident.version.identity === DELETED;
  switch (what) {
    case 'override':
      return deletion
        ? 'The deletion was right: the next deletion of the page passes. Until then the page stays as it is.'
        : `The rejected version was right: its bytes and headers go live where they are not, and it becomes the baseline.${lossOf(incident)}`;
    case 'dismiss':
      return incident.state === 'contested'
        ? 'The guard was right. The incident is closed, and the page is guarded again.'
        : 'The guard was right. The incident is closed, and nothing changes on the site.';
    case 'restore':
      return deletion
        ? 'The page is live again as it was before the deletion, or stays so.'
        : 'The version before it goes live again and becomes the baseline. It replaces what is live now.';
    case 'resume':
      return 'The page is guarded again: what is live is judged, and the baseline is put back if it must be.';
    default:
      return what satisfies never;
  }
}

function lossOf({ findings }: Incident): string {
  const lost = findings.some(({ code }) => code === 'token.lost');
  return lost ? ' What it lost is not asked for on this page any more.' : '';
}

const MOST_FINDINGS = 3;

/** The first findings, a line each. */
export function findingsOf({ findings }: Incident): string {
  const told = findings.slice(0, MOST_FINDINGS).map(({ says }) => `• ${shownLine(says, 300)}`);
  const more = findings.length - told.length;
  return [...told, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n');
}

/** Why it cannot be so decided any more: what became of the incident, and by whom. */
export function whyNotOpen(what: What, { state, decision }: Incident): string {
  const since = decision ? ` since ${decidedBy(decision)}` : '';
  return `The incident is ${state}${since}. ${NAME[what]} is not open to it any more: see the post for what is.`;
}

/** Why a window that was opened before the newest decision does not count. */
export function decidedSince({ state, decision }: Incident): string {
  const who = decision ? decidedBy(decision) : 'somebody decided';
  return `Since this window was opened, ${who}. The incident is ${state} now. Look at the post, then press again.`;
}

function decidedBy({ by, what, at, reason }: Decision): string {
  return `${shownLine(by, 250)} decided to ${what} it at ${at} (“${shownLine(reason, 200)}”)`;
}
