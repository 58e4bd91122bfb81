import type { SSMClient } from '@aws-sdk/client-ssm';
import { ssmSecret, type Secret } from './ssm-secret.ts';

const KEPT_MS = 5 * 60_000;
/** Anybody can send what is signed wrongly, and each of those asks for a fresh secret. */
const FRESH_MS = 30_000;

/** Signing secrets of Slack apps by the name of their SSM SecureString. */
export interface SlackSecrets {
  /** Kept for five minutes, `fresh` for half a minute: however often it is asked for, SSM is not. */
  read(parameter: string, options: { fresh: boolean }): Promise<Secret>;
}

/** Secrets from SSM. A parameter that is not there, or may not be read, is `refused`; a busy SSM is thrown. */
export function ssmSlackSecrets(deps: { ssm: () => Promise<SSMClient>; clock: () => number }): SlackSecrets {
  const kept = new Map<string, { found: Secret; at: number }>();
  return {
    async read(parameter, { fresh }) {
      const known = kept.get(parameter);
      if (known && deps.clock() - known.at < (fresh ? FRESH_MS : KEPT_MS)) return known.found;
      const found = await ssmSecret(parameter, deps);
      kept.set(parameter, { found, at: deps.clock() });
      return found;
    },
  };
}
