import type { SSMClient } from '@aws-sdk/client-ssm';
import type { Refused } from '../alert/channels.ts';
import { ssmSecret } from './ssm-secret.ts';

const KEPT_MS = 5 * 60_000;

/** Slack bot tokens by the name of their SSM SecureString. */
export interface SlackTokens {
  /** Kept for five minutes; `fresh` reads it again. Never part of a reason or an error. */
  read(parameter: string, options: { fresh: boolean }): Promise<{ kind: 'token'; token: string } | Refused>;
}

/** Tokens from SSM. A parameter that is not there, or may not be read, is `refused`; a busy SSM is thrown. */
export function ssmSlackTokens(deps: { ssm: () => Promise<SSMClient>; clock: () => number }): SlackTokens {
  const kept = new Map<string, { token: string; until: number }>();
  return {
    async read(parameter, { fresh }) {
      const known = kept.get(parameter);
      if (known && !fresh && known.until > deps.clock()) return { kind: 'token', token: known.token };
      const found = await ssmSecret(parameter, deps);
      if (found.kind === 'refused') return found;
      kept.set(parameter, { token: found.value, until: deps.clock() + KEPT_MS });
      return { kind: 'token', token: found.value };
    },
  };
}
