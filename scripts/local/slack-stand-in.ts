import { contentFault } from './slack-limits.ts';

type Json = Readonly<Record<string, unknown>>;

/** What Slack would answer: always under HTTP 200, told apart by `ok`. */
export type SlackAnswer = { readonly ok: true; readonly channel: string; readonly ts: string } | SlackRefusal;

interface SlackRefusal {
  readonly ok: false;
  readonly error: string;
}

/** One call of Slack's web API. */
export interface SlackCall {
  readonly method: string;
  readonly authorization: string | undefined;
  readonly body: Json;
}

/** Slack as far as the guard calls it: it remembers what was posted, and refuses what Slack refuses. */
export class SlackStandIn {
  private readonly posted = new Set<string>();
  private last = 0;

  /** Posts or updates a message at `now` (milliseconds), or says why Slack would not. */
  answer(call: SlackCall, now: number): SlackAnswer {
    const error = fault(call);
    if (error) return { ok: false, error };
    const channel = channelId(String(call.body['channel']));
    if (call.method === 'chat.update') return this.update(channel, call.body['ts']);
    const ts = this.stamp(now);
    this.posted.add(`${channel} ${ts}`);
    return { ok: true, channel, ts };
  }

  private update(channel: string, ts: unknown): SlackAnswer {
    if (typeof ts !== 'string' || !this.posted.has(`${channel} ${ts}`))
      return { ok: false, error: 'message_not_found' };
    return { ok: true, channel, ts };
  }

  /** Slack's message ids are times in microseconds, and no two of a channel are equal. */
  private stamp(now: number): string {
    this.last = Math.max(this.last + 1, now * 1000);
    return `${Math.floor(this.last / 1_000_000)}.${String(this.last % 1_000_000).padStart(6, '0')}`;
  }
}

function fault({ method, authorization, body }: SlackCall): string | undefined {
  if (method !== 'chat.postMessage' && method !== 'chat.update') return 'unknown_method';
  if (!authorization) return 'not_authed';
  if (!/^Bearer xoxb-\S+$/.test(authorization)) return 'invalid_auth';
  const { channel } = body;
  // chat.update knows channels by id only, which is what chat.postMessage answers with.
  const known = method === 'chat.update' ? /^C[A-Z0-9]+$/ : /^(?:#?[\w-]+)$/;
  if (typeof channel !== 'string' || !known.test(channel)) return 'channel_not_found';
  return contentFault(body);
}

/** A channel's id: itself when it is one, else made of the name, so that one name has one id. */
function channelId(channel: string): string {
  if (/^C[A-Z0-9]{8,}$/.test(channel)) return channel;
  return `C${Buffer.from(channel.replace(/^#/, '')).toString('hex').toUpperCase().padEnd(8, '0')}`;
}
