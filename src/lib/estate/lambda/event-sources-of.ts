import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import { pruned } from '../shared/pruned.ts';
import { without } from '../shared/without.ts';
import { UNQUALIFIED, type EventSource } from './function-document.ts';
import { qualifierOf } from './qualifier-of.ts';

const MOVES = [
  'UUID',
  'EventSourceMappingArn',
  'FunctionArn',
  'LastModified',
  'LastProcessingResult',
  'State',
  'StateTransitionReason',
  'FilterCriteriaError',
] as const;

/** What a function polls, by the source's ARN, or by its addresses where it has none. */
export function eventSourcesOf(
  mappings: readonly EventSourceMappingConfiguration[],
): Readonly<Record<string, EventSource>> {
  return Object.fromEntries(named(mappings).map(([name, mapping]) => [name, eventSourceOf(mapping)]));
}

/** Mappings by the names that a document has for them: equal sources get a number behind, in order of their ids. */
export function named(
  mappings: readonly EventSourceMappingConfiguration[],
): readonly (readonly [string, EventSourceMappingConfiguration])[] {
  const counts = new Map<string, number>();
  return mappings
    .toSorted((a, b) => ((a.UUID ?? '') < (b.UUID ?? '') ? -1 : 1))
    .map((mapping) => {
      const qualifier = qualifierOf(mapping);
      const source = mapping.EventSourceArn ?? JSON.stringify(mapping.SelfManagedEventSource?.Endpoints ?? {});
      const name = qualifier === UNQUALIFIED ? source : `${source} → ${qualifier}`;
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return [count === 1 ? name : `${name} #${count}`, mapping];
    });
}

function eventSourceOf(mapping: EventSourceMappingConfiguration): EventSource {
  const { State = '', FilterCriteria } = mapping;
  const qualifier = qualifierOf(mapping);
  return pruned({
    ...without(mapping, ...MOVES),
    FilterCriteria: FilterCriteria?.Filters && {
      Filters: FilterCriteria.Filters.toSorted((a, b) => ((a.Pattern ?? '') < (b.Pattern ?? '') ? -1 : 1)),
    },
    // While it is switched over it says what it comes to.
    Enabled: !State.startsWith('Disabl'),
    ...(qualifier !== UNQUALIFIED && { Qualifier: qualifier }),
  });
}
