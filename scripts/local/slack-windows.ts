import { isJson, type Json } from './slack-limits.ts';
import { inputsOf, type OpenView } from './slack-payloads.ts';
import { viewFault } from './slack-view-limits.ts';

/** How long a trigger opens a window (docs.slack.dev, views.open). */
const TRIGGER_MS = 3000;

/** Slack's answer when a window opened. */
export interface Opened {
  readonly ok: true;
  readonly view: { readonly id: string };
}

/** Slack's answer when it did not. */
export interface Unopened {
  readonly ok: false;
  readonly error: string;
  readonly response_metadata?: { readonly messages: readonly string[] };
}

/** What became of a window that was sent off. */
export type WindowOutcome =
  | { readonly kind: 'closed' }
  | { readonly kind: 'shows'; readonly view: Json }
  | { readonly kind: 'errors'; readonly errors: Json }
  /** What Slack shows as "We had some trouble connecting". */
  | { readonly kind: 'trouble'; readonly why: string };

/** The triggers and windows of a workspace: a trigger opens one window, within three seconds. */
export class SlackWindows {
  private readonly triggers = new Map<string, { readonly at: number; view?: string }>();
  private readonly open = new Map<string, OpenView>();
  private last = 0;

  /** A new trigger at `now` (milliseconds), for whoever just pressed something. */
  trigger(now: number): string {
    this.last += 1;
    const trigger = `${now}.${this.last}.local`;
    this.triggers.set(trigger, { at: now });
    return trigger;
  }

  /** Opens a window, or says by Slack's own error why not. */
  answer({ trigger_id: trigger, view }: Json, now: number): Opened | Unopened {
    const found = this.triggers.get(String(trigger));
    if (!found) return { ok: false, error: 'invalid_trigger_id' };
    if (found.view !== undefined) return { ok: false, error: 'exchanged_trigger_id' };
    if (now - found.at > TRIGGER_MS) return { ok: false, error: 'expired_trigger_id' };
    const why = viewFault(view);
    if (why !== undefined || !isJson(view)) {
      return { ok: false, error: 'invalid_arguments', response_metadata: { messages: [why ?? ''] } };
    }
    const id = `V${String(this.triggers.size).padStart(8, '0')}`;
    found.view = id;
    this.open.set(id, { id, view });
    return { ok: true, view: { id } };
  }

  /** The window that a trigger opened. */
  openedBy(trigger: string): OpenView | undefined {
    return this.open.get(this.triggers.get(trigger)?.view ?? '');
  }

  /** A window that is open. */
  find(id: string): OpenView | undefined {
    return this.open.get(id);
  }

  /** Does with a window what the app answered to its submission (docs.slack.dev, modifying modals). */
  take(id: string, status: number, text: string): WindowOutcome {
    const outcome = outcomeOf(this.open.get(id)?.view ?? {}, status, text);
    if (outcome.kind === 'closed') this.open.delete(id);
    if (outcome.kind === 'shows') this.open.set(id, { id, view: outcome.view });
    return outcome;
  }
}

function outcomeOf(view: Json, status: number, text: string): WindowOutcome {
  if (status !== 200) return { kind: 'trouble', why: `HTTP ${status}` };
  if (text === '') return { kind: 'closed' };
  const { response_action: action, errors, view: next } = parsed(text);
  if (action === 'clear') return { kind: 'closed' };
  if (action === 'update' && isJson(next)) {
    const why = viewFault(next);
    return why === undefined ? { kind: 'shows', view: next } : { kind: 'trouble', why };
  }
  const fields = new Set(inputsOf(view).map(({ block }) => block));
  if (action === 'errors' && isJson(errors) && Object.keys(errors).every((block) => fields.has(block))) {
    return { kind: 'errors', errors };
  }
  return { kind: 'trouble', why: 'an answer that Slack does not know' };
}

function parsed(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : {};
  } catch {
    return {};
  }
}
