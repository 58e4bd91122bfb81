import { buffer } from 'node:stream/consumers';
import { expect } from 'vitest';
import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';
import type { Estate } from '../../src/lib/capture/estate.ts';
import type { Step, Target } from '../../src/lib/capture/restore.ts';
import type { Service } from '../../src/lib/capture/service.ts';
import type { CaptureReader } from '../../src/lib/capture/store.ts';
import { SECRETS } from '../capture/run-capture.ts';

/** Paths and hashes of everything in a capture that is compared. */
export function compared(reader: CaptureReader): Record<string, string> {
  return Object.fromEntries(
    reader.metadata.resources.flatMap(({ name, status, error, files }) => {
      expect({ name, status, error }).toMatchObject({ status: 'captured' });
      return files.filter(({ path }) => !path.endsWith('/observed.json')).map(({ path, sha256 }) => [path, sha256]);
    }),
  );
}

/** Everything that a capture has, as one text: to search it for what must not be there. */
export async function everything(reader: CaptureReader): Promise<string> {
  const files = reader.metadata.resources.flatMap((each) => each.files);
  const texts = await Promise.all(files.map(async (file) => (await buffer(reader.stream(file))).toString()));
  return [JSON.stringify(reader.metadata), ...texts].join('\n');
}

/** Where things go back to under the names they had. */
export const BACK: Target = {
  capture: 'before',
  drill: undefined,
  nameOf: (_, name) => name,
  intoBucket: undefined,
  idOf: (id) => id,
  secret: async () => undefined,
  secrets: SECRETS,
};

/** The only step of a plan. */
export async function stepOf(service: Service, captured: CapturedResource, estate: Estate): Promise<Step> {
  const steps = await service.restore?.plan(captured, BACK, estate);
  expect(steps).toHaveLength(1);
  return steps?.[0] ?? expect.fail('no step');
}

/** Somebody who types commands: an SDK's client for each service of the command line. */
export type Hands = Readonly<Record<string, object>>;

/**
 * Does what the commands say, as the AWS command line would: `fills` are put where somebody has to fill in. Answers with what was
 * called, so that a test sees whether anything was.
 */
export async function typed(
  commands: readonly string[] | undefined,
  hands: Hands,
  fills: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const called: string[] = [];
  for (const line of commands ?? []) {
    if (line.startsWith('#')) continue;
    const [aws, service = '', operation = '', ...rest] = wordsOf(line);
    expect(aws).toBe('aws');
    const json = rest[rest.indexOf('--cli-input-json') + 1] ?? '';
    const filled = Object.entries(fills).reduce((text, [from, to]) => text.replaceAll(from, to), json);
    const method = operation.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const call: unknown = Reflect.get(hands[service] ?? {}, method);
    if (typeof call !== 'function') throw new Error(`${service} has no ${method}.`);
    await Reflect.apply(call, hands[service], [JSON.parse(filled)]);
    called.push(operation);
  }
  return called;
}

/** Words as a POSIX shell reads them, single quotes and backslashes alone. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:'[^']*'|\\.|[^\s'\\])+/g)].map(([word]) =>
    word.replaceAll(/'([^']*)'|\\(.)/g, (_, quoted?: string, escaped?: string) => quoted ?? escaped ?? ''),
  );
}
