import type { ListedVersion } from '../site/version.ts';
import { accept } from './accept.ts';
import { isOurs, recordOwnWrite } from './own-write.ts';
import { hasPast } from './past.ts';
import { readVersion, seenAs, type Read } from './read-version.ts';
import { recordSuperseded, rejectLive } from './reject.ts';
import { leaveUndecided } from './undecided.ts';
import {
  AGAIN,
  isKnown,
  nextPage,
  type PageView,
  type ReconcileDeps,
  type Step,
  type Turn,
  type View,
} from './view.ts';
import { weigh, type Weighed } from './weigh.ts';

/** Takes one version through look, judge, act and record, and moves the cursor past it. */
export async function settle(view: View, listed: ListedVersion, turn: Turn, deps: ReconcileDeps): Promise<Step> {
  askEarly(view, listed, deps);
  const version = await readVersion(view, listed, deps);
  if (!version) return AGAIN;
  if (turn.fresh && isKnown(view) && isOurs(view, version)) return recordOwnWrite(view, version, deps);
  if (isKnown(view) && view.page.baseline?.identity === version.identity) {
    return turn.fresh ? passBy(view, version, deps) : { kind: 'go-on', view };
  }
  return carryOut(view, version, await weigh(view, version, deps), turn, deps);
}

/** What judging will most likely need comes together with the version; not where that is most likely our own write. */
function askEarly(view: View, { deleted }: ListedVersion, { histories }: ReconcileDeps): void {
  if (!deleted && hasPast(view) && view.page?.attempts.length === 0) void histories.get(view.ref);
}

/** A version equal to the baseline causes no write, but does not end the look. */
async function passBy(view: PageView, version: Read, { registry }: ReconcileDeps): Promise<Step> {
  const page = nextPage(view, { seen: seenAs(version, 'good') });
  const outcome = await registry.commit({ page: { expect: view.page.rev, next: page }, incidents: [], tokens: [] });
  return outcome === 'done' ? { kind: 'go-on', view: { ...view, page } } : AGAIN;
}

async function carryOut(view: View, version: Read, weighed: Weighed, turn: Turn, deps: ReconcileDeps): Promise<Step> {
  const { verdict } = weighed;
  switch (verdict.kind) {
    case 'unchanged':
      return { kind: 'go-on', view };
    case 'accepted':
      // Nothing was ever guarded here, and now it is gone: nothing to remember.
      if (version.deleted && !view.page) return { kind: 'go-on', view };
      return accept(view, version, weighed, [], deps);
    case 'undecided':
      return leaveUndecided(view, version, weighed, verdict.findings, turn, deps);
    case 'breached':
      if (!isKnown(view) || !verdict.rollback || view.site.config.policy.mode === 'observe') {
        return accept(view, version, weighed, verdict.findings, deps);
      }
      return turn.live
        ? rejectLive(view, version, weighed, verdict.findings, turn, deps)
        : recordSuperseded(view, version, weighed, verdict.findings, deps);
    default:
      return verdict satisfies never;
  }
}
