import { expect, test } from 'vitest';
import type { ViewSecret } from '../../src/lib/approval/view-key.ts';

/** Makes a stack of its own; what it gives makes readers of its secret, each with randomness of its own. */
export type MakeViewSecret = () => Promise<(random: () => string) => ViewSecret>;

const long = (name: string): string => name.repeat(32);

/** What every stack must hold about the secret of its view links. */
export function viewSecretContract(make: MakeViewSecret): void {
  test('makes a secret when there is none, and keeps it for everybody ever after', async () => {
    const reader = await make();
    const first = reader(() => long('a'));
    expect(await first.read()).toBe(long('a'));
    expect(await first.read()).toBe(long('a'));
    expect(await reader(() => long('b')).read()).toBe(long('a'));
  });

  test('makes none for who only asks whether there is one', async () => {
    const reader = await make();
    const asks = reader(() => long('a'));
    expect(await asks.known()).toBeUndefined();
    expect(await reader(() => long('b')).read()).toBe(long('b'));
    expect(await asks.known()).toBe(long('b'));
  });

  test('gives all who ask first at the same moment the same secret', async () => {
    const reader = await make();
    const names = ['a', 'b', 'c', 'd', 'e'];
    const secrets = await Promise.all(names.map((name) => reader(() => long(name)).read()));
    expect(new Set(secrets).size).toBe(1);
    expect(names.map(long)).toContain(secrets[0]);
    expect(await reader(() => long('f')).read()).toBe(secrets[0]);
  });
}
