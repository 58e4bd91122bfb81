import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import { isObject } from '../../capture/plain-value.ts';
import type { Target } from '../../capture/restore.ts';
import { isSecretReference } from '../../capture/secrets.ts';
import { without } from '../shared/without.ts';
import { eventSourcesOf } from './event-sources-of.ts';
import { FUNCTION_DOCUMENT, type FunctionDocument, type Statement } from './function-document.ts';

/**
 * What a function is to become: with the ids that AWS gives now. A drill's copy is called by nobody: it polls nothing, has no
 * address, is open to nobody in particular, and takes none of the account's concurrency.
 */
export function wantedFunction(
  captured: FunctionDocument,
  to: Pick<Target, 'drill' | 'nameOf' | 'idOf'>,
): FunctionDocument {
  const { FunctionName = '' } = captured.Configuration;
  const mapped = FUNCTION_DOCUMENT.parse(withIds(captured, to.idOf));
  const wanted: FunctionDocument = {
    ...mapped,
    Configuration: { ...mapped.Configuration, FunctionName: to.nameOf('lambda', FunctionName) },
    EventSources: byCurrentNames(captured.EventSources, mapped.EventSources),
  };
  if (to.drill === undefined) return wanted;
  return {
    ...without(wanted, 'ReservedConcurrency'),
    Urls: {},
    ProvisionedConcurrency: {},
    Permissions: Object.fromEntries(
      Object.entries(wanted.Permissions).map(([of, statements]) => [of, statements.filter((each) => !isOpen(each))]),
    ),
    EventSources: Object.fromEntries(
      Object.entries(wanted.EventSources).map(([name, source]) => [name, { ...source, Enabled: false }]),
    ),
  };
}

/** Where a drill's function differs, and why. */
export const FUNCTION_DRILL_DIFFERS = [
  ['config.json#Configuration.FunctionName', 'A drill gives it a name of its own.'],
  ['config.json#ReservedConcurrency', 'It would be taken from the live functions.'],
  ['config.json#ProvisionedConcurrency*', 'It costs, and a drill calls nothing.'],
  ['config.json#Urls*', 'A drill opens no address.'],
  ['config.json#Permissions*', 'What would let anybody call it is left out.'],
  ['config.json#EventSources*Enabled', 'A drill must not take messages away from the live function.'],
  ['config.json#Versions*', 'Versions get new numbers, and only those that aliases need are published.'],
  ['config.json#Aliases*', 'Aliases name versions by their new numbers.'],
] as const;

function withIds(value: unknown, idOf: Target['idOf']): unknown {
  if (typeof value === 'string') return idOf(value);
  if (Array.isArray(value)) return value.map((each) => withIds(each, idOf));
  if (!isObject(value) || isSecretReference(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withIds(each, idOf)]));
}

/** Sources are called by their ARNs. */
function byCurrentNames(
  captured: FunctionDocument['EventSources'],
  mapped: FunctionDocument['EventSources'],
): FunctionDocument['EventSources'] {
  return Object.fromEntries(
    Object.entries(mapped).map(([name, source]) => {
      const before = captured[name]?.EventSourceArn;
      return [before === undefined ? name : name.replace(before, () => source.EventSourceArn ?? before), source];
    }),
  );
}

function isOpen({ Principal }: Statement): boolean {
  return Principal === '*' || (isObject(Principal) && Object.values(Principal).includes('*'));
}

/** A function as it is right after it was made, before anything was added to it; `left` is there from one of its name. */
export function asMade(wanted: FunctionDocument, left: readonly EventSourceMappingConfiguration[]): FunctionDocument {
  return {
    ...without(wanted, 'ReservedConcurrency'),
    RecursiveLoop: 'Terminate',
    Aliases: {},
    Versions: {},
    Urls: {},
    Permissions: {},
    EventInvoke: {},
    EventSources: eventSourcesOf(left),
    ProvisionedConcurrency: {},
  };
}
