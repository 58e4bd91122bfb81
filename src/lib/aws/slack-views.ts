import type { SlackViews } from '../../console/slack/slack-desk.ts';
import { callAsBot } from './slack-bot-call.ts';
import type { SlackCallDeps } from './slack-call.ts';
import type { SlackTokens } from './slack-token.ts';

/** A trigger is worth nothing after three seconds (docs.slack.dev, views.open). */
const PATIENCE_MS = 2000;

/** Windows of Slack's web API at this base address, opened within two seconds or not at all. */
export function slackViews(api: string, deps: SlackCallDeps & { tokens: SlackTokens }): SlackViews {
  return {
    async open(target, trigger, view) {
      const by = new Date(deps.clock() + PATIENCE_MS);
      const answer = await callAsBot(`${api}/views.open`, { target, body: { trigger_id: trigger, view }, by }, deps);
      if (answer.kind === 'ok') return { kind: 'opened' };
      if (answer.kind === 'refused') return answer;
      // An attempt that was cut off may have opened it all the same.
      return answer.error === 'exchanged_trigger_id' ? { kind: 'opened' } : { kind: 'refused', reason: answer.error };
    },
  };
}
