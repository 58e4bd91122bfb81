import { isObject } from '../../capture/plain-value.ts';
import { isSecretReference } from '../../capture/secrets.ts';
import type { Sink } from '../../capture/sink.ts';
import { hideSecrets } from '../shared/hide-secrets.ts';

type Hides = Pick<Sink, 'secret'>;

/**
 * A document of an API without secrets: what looks like one is hidden wherever it stands, and so is every value that integrations
 * send of their own in a header or in the query, whatever it looks like.
 */
export async function hidden(document: unknown, name: string, sink: Hides): Promise<unknown> {
  return sent(await hideSecrets(document, name, sink), name, sink);
}

async function sent(value: unknown, at: string, sink: Hides): Promise<unknown> {
  if (isSecretReference(value)) return value;
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const [index, each] of value.entries()) items.push(await sent(each, `${at}/${index}`, sink));
    return items;
  }
  if (!isObject(value) || value instanceof Date) return value;
  const entries: [string, unknown][] = [];
  for (const [key, each] of Object.entries(value)) {
    const own = typeof each === 'string' && isStatic(key, each);
    entries.push([key, own ? await sink.secret(`${at}/${key}`, each) : await sent(each, `${at}/${key}`, sink)]);
  }
  return Object.fromEntries(entries);
}

/**
 * Whether a parameter is a value of its own and not one of the request: for REST and WebSocket APIs it stands in single quotes, for
 * HTTP APIs it does not begin with `$`.
 */
function isStatic(parameter: string, value: string): boolean {
  if (/^integration\.request\.(?:header|querystring)\./.test(parameter)) return /^'.*'$/s.test(value);
  return (
    /^(?:append|overwrite):(?:header|querystring)\./.test(parameter) &&
    !/^\$(?:request|context|stageVariables)\./.test(value)
  );
}

/** Variables of a stage: every value is a secret. */
export async function hiddenVariables(
  variables: Readonly<Record<string, string>> | undefined,
  name: string,
  sink: Hides,
): Promise<unknown> {
  if (!variables) return undefined;
  const entries: [string, unknown][] = [];
  for (const [key, value] of Object.entries(variables)) entries.push([key, await sink.secret(`${name}/${key}`, value)]);
  return Object.fromEntries(entries);
}

/** Sorted by what a text says of each: lists of API Gateway come in no order. */
export function sortedBy<Item>(items: readonly Item[], text: (item: Item) => string | undefined): Item[] {
  return items
    .map((item) => ({ item, at: text(item) ?? '' }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ item }) => item);
}
