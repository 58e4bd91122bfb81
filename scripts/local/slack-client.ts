import { isJson, type Json } from './slack-limits.ts';
import { inputsOf, pressPayload, submissionPayload } from './slack-payloads.ts';
import { signed } from './slack-signature.ts';
import type { SlackStandIn } from './slack-stand-in.ts';
import { WORKSPACE, type SlackUser } from './slack-workspace.ts';

/** What the app was sent, so that it can be sent once more. */
interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the app answered, and how long it took. */
interface Answered {
  readonly status: number;
  readonly text: string;
  readonly ms: number;
  readonly sent: Sent;
}

/** What a client needs of the world. `app` is where Slack sends what people do. */
export interface ClientDeps {
  readonly slack: SlackStandIn;
  readonly app: string;
  readonly fetch: typeof globalThis.fetch;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** Longer than Slack waits: what is slow here is the emulator, and `ms` tells. */
const PATIENCE_MS = 20_000;

/**
 * Presses the button of the newest post that has it, by its action and value: the app is told as Slack would. Gives what
 * it answered and the window that opened, or why there was nothing to press.
 */
export async function press(wanted: Json, { slack, ...deps }: ClientDeps): Promise<object> {
  const found = slack.findButton(String(wanted['action']), String(wanted['value']));
  if (!found) return { error: 'no post has this button' };
  const now = deps.clock();
  const trigger = slack.windows.trigger(now);
  const payload = pressPayload(found.post, found.button, { user: userIn(wanted), trigger, now });
  const answered = await send(payload, now, deps);
  return { ...answered, opened: slack.windows.openedBy(trigger) };
}

/** Types a reason into a window and sends it off. Gives what the app answered, and what the window then shows. */
export async function submit(wanted: Json, { slack, ...deps }: ClientDeps): Promise<object> {
  const id = String(wanted['view']);
  const typed = String(wanted['reason']);
  const found = slack.windows.find(id);
  if (!found) return { error: 'no such window is open' };
  if (!isJson(found.view['submit'])) return { error: 'this window has nothing to send off' };
  const refusing = inputsOf(found.view).find(({ least, most }) => typed.length < least || typed.length > most);
  if (refusing) return { error: `the field takes ${refusing.least} to ${refusing.most} characters` };
  const now = deps.clock();
  const payload = submissionPayload(found, typed, { user: userIn(wanted), trigger: slack.windows.trigger(now), now });
  const answered = await send(payload, now, deps);
  return { ...answered, window: slack.windows.take(id, answered.status, answered.text) };
}

function userIn({ user = WORKSPACE.approver, team = WORKSPACE.team }: Json): SlackUser {
  return { id: String(user), team: String(team) };
}

async function send(payload: Json, now: number, { app, fetch, clock }: Omit<ClientDeps, 'slack'>): Promise<Answered> {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const sent = { headers: signed(body, now), body };
  const began = clock();
  const response = await fetch(app, { method: 'POST', ...sent, signal: AbortSignal.timeout(PATIENCE_MS) });
  const text = await response.text();
  return { status: response.status, text, ms: clock() - began, sent };
}
