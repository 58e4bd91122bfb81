import type { Sink } from '../../capture/sink.ts';
import { holdsCredentials } from './credentials.ts';
import { looksSecret, namesSecret } from './secret-looking.ts';

/** Members of lists of settings: which member is the name, and which the value. */
const PAIRS = [
  ['Name', 'Value'],
  ['name', 'value'],
  ['Key', 'Value'],
  ['key', 'value'],
  ['HeaderName', 'HeaderValue'],
  ['ParameterKey', 'ParameterValue'],
] as const;

/**
 * A document in which references stand for what looks like a secret, by the name of its key or by its own shape: for
 * documents whose keys are anybody's. `name` is where the document is within the resource; the secrets are named after it.
 */
export async function hideSecrets(
  document: unknown,
  name: string,
  sink: Pick<Sink, 'secret'>,
  looks: (name: string, value: string) => boolean = looksSecret,
): Promise<unknown> {
  return hidden(document, name, name.slice(name.lastIndexOf('/') + 1), { sink, looks });
}

interface Hiding {
  readonly sink: Pick<Sink, 'secret'>;
  readonly looks: (name: string, value: string) => boolean;
}

async function hidden(value: unknown, at: string, key: string, hiding: Hiding): Promise<unknown> {
  const { sink, looks } = hiding;
  if (typeof value === 'string') return looks(key, value) ? sink.secret(at, value) : value;
  if (typeof value === 'number' && namesSecret(key)) return sink.secret(at, String(value));
  if (Array.isArray(value)) return inOrder(value, (each, index) => hidden(each, `${at}/${index}`, key, hiding));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value);
  const members = new Map<string, unknown>(entries);
  const named = new Map<string, string>();
  for (const [name, member] of PAIRS) {
    const of = members.get(name);
    if (typeof of === 'string' && members.has(member)) named.set(member, of);
  }
  return Object.fromEntries(
    await inOrder(entries, async ([each, member], index) => {
      // A key is no place for a secret; where one is there, it is no name either.
      const shown = holdsCredentials(each) ? `hidden key ${index}` : each;
      return [shown, await hidden(member, `${at}/${named.get(each) ?? shown}`, named.get(each) ?? shown, hiding)];
    }),
  );
}

/** One after the other: what is hidden first has the same name each time. */
async function inOrder<From, To>(
  values: readonly From[],
  make: (value: From, index: number) => Promise<To>,
): Promise<To[]> {
  const made: To[] = [];
  for (const [index, value] of values.entries()) made.push(await make(value, index));
  return made;
}
