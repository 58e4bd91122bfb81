import { same } from '../../capture/plain-value.ts';
import type { Step } from '../../capture/restore.ts';
import { without } from '../shared/without.ts';
import { named } from './event-sources-of.ts';
import type { EventSource } from './function-document.ts';
import { partStep, type FunctionWork } from './function-work.ts';
import { reachableAliases } from './plan-aliases.ts';

/** What the function polls. Last of all: it begins to work then. Sources that only the live function has stay. */
export function planTriggers(work: FunctionWork): readonly Step[] {
  const { client, name, wanted, base } = work;
  const aliases = reachableAliases(wanted, base);
  const sources = Object.entries(wanted.EventSources).filter(
    ([, { Qualifier }]) => Qualifier === undefined || aliases.has(Qualifier),
  );
  const after = { EventSources: { ...base.EventSources, ...Object.fromEntries(sources) } };
  const before = { EventSources: base.EventSources };
  return partStep(work, 'triggers', { before, after }, async ({ document, mappings }) => {
    const ids = new Map(named(mappings).map(([source, { UUID }]) => [source, UUID]));
    for (const [at, source] of sources) {
      if (same(document.EventSources[at], source)) continue;
      const UUID = ids.get(at);
      const request = requestOf(name, source);
      if (UUID === undefined) await client.createEventSourceMapping(request);
      else await client.updateEventSourceMapping({ ...without(request, ...FIXED), UUID });
    }
  });
}

/** What a mapping keeps for good. */
const FIXED = [
  'EventSourceArn',
  'SelfManagedEventSource',
  'StartingPosition',
  'StartingPositionTimestamp',
  'Topics',
  'Queues',
] as const;

function requestOf(name: string, source: EventSource) {
  const { Qualifier, StartingPositionTimestamp: from } = source;
  return {
    ...without(source, 'Qualifier', 'StartingPositionTimestamp'),
    FunctionName: Qualifier === undefined ? name : `${name}:${Qualifier}`,
    // Documents have times as text.
    StartingPositionTimestamp: from && new Date(from),
  };
}
