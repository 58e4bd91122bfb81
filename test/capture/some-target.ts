import type { Target } from '../../src/lib/capture/restore.ts';
import { SECRETS } from './run-capture.ts';

/** Where a restore goes that renames nothing and knows no secret, but for what is said. */
export function targetOf(said: Partial<Target> = {}): Target {
  return {
    capture: 'before',
    drill: undefined,
    nameOf: (_service, name) => name,
    intoBucket: undefined,
    idOf: (captured) => captured,
    secret: async () => undefined,
    secrets: SECRETS,
    ...said,
  };
}
