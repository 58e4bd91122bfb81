import type { Restored } from '../../lib/capture/apply-restore.ts';
import { compareDrill, type DrillResult } from '../../lib/capture/compare-drill.ts';
import { backwards } from '../../lib/capture/drill-names.ts';
import type { Made } from '../../lib/capture/restore.ts';
import type { RestoreWork } from '../../lib/capture/restore-work.ts';
import { runCapture } from '../../lib/capture/run.ts';
import type { Service } from '../../lib/capture/service.ts';
import type { CaptureReader, CaptureStore } from '../../lib/capture/store.ts';
import type { EstateDesk } from '../capture/estate-desk.ts';
import { withThrownAway } from '../capture/thrown-away.ts';
import { copiesFolder } from './copies-folder.ts';

interface Drill {
  readonly drill: string;
  readonly store: CaptureStore;
  readonly desk: EstateDesk;
}

/** Captures what a drill made, whole, and compares it with what it was made from. */
export async function compareCopies(
  restored: readonly Restored[],
  work: RestoreWork,
  { drill, store, desk }: Drill,
): Promise<readonly DrillResult[]> {
  const made = restored.flatMap((each) => (each.outcome === 'restored' && each.made ? [each.made] : []));
  const { reader, entries, estate } = work;
  const accounts = { captured: reader.metadata.account, now: estate.account };
  const back = backwards(drill, { made, entries, accounts });
  return withThrownAway(
    async (aside) => {
      const copies = await captured(made, work, aside, desk);
      const results: DrillResult[] = [];
      for (const each of restored) {
        const { entry } = each.planned;
        results.push(
          compareElsewhere(each, work) ?? (await compareDrill(each, entry, { captured: reader, copies, back })),
        );
      }
      return results;
    },
    copiesFolder(store, drill),
  );
}

/** Objects that went into somebody's bucket are no resource: they were compared by planning again. */
function compareElsewhere(restored: Restored, { to }: RestoreWork): DrillResult | undefined {
  if (!to.intoBucket || restored.outcome !== 'restored') return undefined;
  if (restored.made && !restored.made.resource.id.endsWith('/')) return undefined;
  const { key, planned, unsettled, left } = restored;
  const lines = [...unsettled, ...left].flatMap(({ what, details = [] }) => [what, ...details]);
  return { key, service: planned.service, outcome: lines.length === 0 ? 'equal' : 'different', lines, allowed: [] };
}

async function captured(
  made: readonly Made[],
  { services, estate, to }: RestoreWork,
  store: CaptureStore,
  { progress }: EstateDesk,
): Promise<CaptureReader> {
  const there = made.map(({ resource }) => resource).filter(({ id }) => !id.endsWith('/'));
  const ofDrill = (service: Service): Service => ({
    ...service,
    async *list() {
      yield* there.filter((resource) => resource.service === service.name);
    },
  });
  let looked = 0;
  const { reader } = await runCapture({
    store,
    writer: await store.write('copies', 'new'),
    services: services.map(ofDrill),
    estate,
    selection: { includes: () => true },
    secrets: { ...to.secrets, encrypt: undefined },
    previous: undefined,
    fetches: true,
    verify: false,
    tell: ({ event }) => {
      if (event === 'captured' || event === 'failed') looked += 1;
      progress(`captured ${looked.toLocaleString('en')} copies`);
    },
  });
  return reader;
}
