import type { Refused, SlackChannel } from '../alert/channels.ts';
import type { Post } from '../alert/deliveries.ts';
import type { SlackTarget } from '../site/site.ts';
import { callAsBot } from './slack-bot-call.ts';
import type { SlackCallDeps } from './slack-call.ts';
import type { SlackTokens } from './slack-token.ts';

const NOT_REPLACEABLE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);

// Nothing in a text becomes a mention, a link or a preview; `chat.update` would parse otherwise.
const AS_WRITTEN = { parse: 'none', link_names: false, unfurl_links: false, unfurl_media: false } as const;

/**
 * Slack's web API at this base address. A token that Slack does not know is read again from its parameter once;
 * whatever else Slack refuses is `refused` with its own error code.
 */
export function slackChannel(api: string, deps: SlackCallDeps & { tokens: SlackTokens }): SlackChannel {
  return {
    async post(target, message, { by, thread }) {
      const to = thread ? { channel: thread.channel, thread_ts: thread.ts } : { channel: target.channel };
      const answer = await callAsBot(
        `${api}/chat.postMessage`,
        { target, body: { ...to, ...message, ...AS_WRITTEN }, by },
        deps,
      );
      if (answer.kind === 'refused') return answer;
      if (answer.kind === 'error') return { kind: 'refused', reason: answer.error };
      return postOf(answer, target);
    },
    async update(target, post, message, { by }) {
      const body = { ...post, ...message, parse: AS_WRITTEN.parse, link_names: AS_WRITTEN.link_names };
      const answer = await callAsBot(`${api}/chat.update`, { target, body, by }, deps);
      if (answer.kind === 'refused') return answer;
      if (answer.kind === 'ok') return { kind: 'sent' };
      return NOT_REPLACEABLE.has(answer.error) ? { kind: 'gone' } : { kind: 'refused', reason: answer.error };
    },
  };
}

function postOf(
  { channel, ts }: { channel?: string; ts?: string },
  target: SlackTarget,
): { kind: 'sent'; post: Post } | Refused {
  if (ts === undefined) return { kind: 'refused', reason: 'an answer without a timestamp' };
  return { kind: 'sent', post: { channel: channel ?? target.channel, ts } };
}
