import { contentFault, isJson, type Json } from './slack-limits.ts';
import type { Posted } from './slack-payloads.ts';
import { SlackWindows, type Opened, type Unopened } from './slack-windows.ts';

/** What Slack would answer: always under HTTP 200, told apart by `ok`. */
export type SlackAnswer = { readonly ok: true; readonly channel: string; readonly ts: string } | Opened | Unopened;

/** One call of Slack's web API. */
export interface SlackCall {
  readonly method: string;
  readonly authorization: string | undefined;
  readonly body: Json;
}

/** Slack as far as the guard calls it: it remembers what was posted, and refuses what Slack refuses. */
export class SlackStandIn {
  readonly windows = new SlackWindows();
  private readonly posted = new Map<string, Posted>();
  private last = 0;

  /** Posts, updates or opens something at `now` (milliseconds), or says why Slack would not. */
  answer(call: SlackCall, now: number): SlackAnswer {
    const error = callFault(call);
    if (error) return { ok: false, error };
    if (call.method === 'views.open') {
      return this.windows.answer(call.body, now);
    }
    const fault = messageFault(call);
    if (fault) return { ok: false, error: fault };
    const channel = channelId(String(call.body['channel']));
    const ts = call.method === 'chat.update' ? String(call.body['ts']) : this.stamp(now);
    const name = `${channel} ${ts}`;
    if (call.method === 'chat.update' && !this.posted.has(name)) return { ok: false, error: 'message_not_found' };
    this.posted.set(name, { channel, ts, body: call.body });
    return { ok: true, channel, ts };
  }

  /** The newest post that has a button with this action and value, as it is now; and the button. */
  findButton(action: string, value: string): { readonly post: Posted; readonly button: Json } | undefined {
    for (const post of [...this.posted.values()].toReversed()) {
      const button = buttonsOf(post).find((each) => each['action_id'] === action && each['value'] === value);
      if (button) return { post, button };
    }
    return undefined;
  }

  /** Slack's message ids are times in microseconds, and no two of a channel are equal. */
  private stamp(now: number): string {
    this.last = Math.max(this.last + 1, now * 1000);
    return `${Math.floor(this.last / 1_000_000)}.${String(this.last % 1_000_000).padStart(6, '0')}`;
  }
}

function callFault({ method, authorization }: SlackCall): string | undefined {
  if (!['chat.postMessage', 'chat.update', 'views.open'].includes(method)) return 'unknown_method';
  if (!authorization) return 'not_authed';
  return /^Bearer xoxb-\S+$/.test(authorization) ? undefined : 'invalid_auth';
}

function messageFault({ method, body }: SlackCall): string | undefined {
  const { channel } = body;
  // chat.update knows channels by id only, which is what chat.postMessage answers with.
  const known = method === 'chat.update' ? /^C[A-Z0-9]+$/ : /^(?:#?[\w-]+)$/;
  if (typeof channel !== 'string' || !known.test(channel)) return 'channel_not_found';
  return contentFault(body);
}

function buttonsOf({ body }: Posted): Json[] {
  const blocks: readonly unknown[] = Array.isArray(body['blocks']) ? body['blocks'] : [];
  return blocks.flatMap((block) => {
    if (!isJson(block) || block['type'] !== 'actions' || !Array.isArray(block['elements'])) return [];
    return block['elements'].filter(isJson);
  });
}

/** A channel's id: itself when it is one, else made of the name, so that one name has one id. */
function channelId(channel: string): string {
  if (/^C[A-Z0-9]{8,}$/.test(channel)) return channel;
  return `C${Buffer.from(channel.replace(/^#/, '')).toString('hex').toUpperCase().padEnd(8, '0')}`;
}
