import type { Refused } from '../alert/channels.ts';
import type { SlackTarget } from '../site/site.ts';
import { callSlack, type SlackAnswer, type SlackCallDeps } from './slack-call.ts';
import type { SlackTokens } from './slack-token.ts';

const BAD_TOKEN = new Set(['invalid_auth', 'not_authed', 'token_expired', 'token_revoked', 'account_inactive']);

/** Calls a method of Slack as the site's bot. A token that Slack does not know is read again from its parameter once. */
export async function callAsBot(
  url: string,
  { target, body, by }: { target: Pick<SlackTarget, 'tokenParameter'>; body: object; by: Date },
  deps: SlackCallDeps & { tokens: SlackTokens },
): Promise<SlackAnswer | Refused> {
  for (const fresh of [false, true]) {
    const found = await deps.tokens.read(target.tokenParameter, { fresh });
    if (found.kind === 'refused') return found;
    const answer = await callSlack(url, { token: found.token, body, by }, deps);
    if (fresh || answer.kind !== 'error' || !BAD_TOKEN.has(answer.error)) return answer;
  }
  return { kind: 'refused', reason: 'no token' };
}
