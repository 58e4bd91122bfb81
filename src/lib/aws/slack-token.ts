import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { Refused } from '../alert/channels.ts';
import { asAwsError, awsFailure } from './aws-failure.ts';

const KEPT_MS = 5 * 60_000;
const SENDABLE = /^[\x21-\x7E]+$/;

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
      const found = await parameterValue(parameter, deps);
      if (found.kind === 'token') kept.set(parameter, { token: found.token, until: deps.clock() + KEPT_MS });
      return found;
    },
  };
}

async function parameterValue(
  name: string,
  deps: { ssm: () => Promise<SSMClient> },
): Promise<{ kind: 'token'; token: string } | Refused> {
  try {
    const ssm = await deps.ssm();
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    const token = Parameter?.Value?.trim() ?? '';
    if (SENDABLE.test(token)) return { kind: 'token', token };
    return { kind: 'refused', reason: `the parameter ${name} holds no token` };
  } catch (error) {
    const failure = awsFailure('PARAMETER', 'Reading the Slack token', error);
    if (failure.retryable) throw failure;
    return { kind: 'refused', reason: `the parameter ${name} cannot be read: ${asAwsError(error).name}` };
  }
}
