import { inject } from 'vitest';
import { until, type Received } from './guard-outsider.ts';

/** What the app answered, and what it was sent. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly sent: { readonly headers: Readonly<Record<string, string>>; readonly body: string };
}

/** A window as it is open at a client. */
interface Opened extends Answered {
  readonly opened?: { readonly id: string; readonly view: unknown };
}

interface Submitted extends Answered {
  readonly window: { readonly kind: string; readonly view?: unknown };
}

/** Somebody at a Slack client, on the stack that these tests share. */
export function slackPerson(user: string) {
  const { slack, api } = inject('stack');
  return {
    /** Presses until a window opens: Slack forgets a trigger after three seconds, and the first start of a function may take longer here. */
    press: (action: string, value: string) =>
      until(`the window of ${action}`, async () => {
        const pressed: Opened = await at(`${slack}/press`, { action, value, user });
        return pressed.opened && { ...pressed, opened: pressed.opened };
      }),
    submit: async (view: string, reason: string): Promise<Submitted> => at(`${slack}/submit`, { view, reason, user }),
    /** Sends the app what it was sent before, or something like it. */
    send: async ({ headers, body }: Answered['sent']): Promise<{ status: number; text: string }> => {
      const response = await fetch(`${api}/slack/actions`, { method: 'POST', headers, body });
      return { status: response.status, text: await response.text() };
    },
  };
}

async function at<T>(address: string, body: object): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
  return JSON.parse(await response.text());
}

/** The action ids of a post's buttons. */
export function buttonsOf(post: Received | undefined): string[] {
  const blocks: unknown = post?.body?.['blocks'];
  const all: readonly { type: string; elements?: readonly { action_id: string }[] }[] = Array.isArray(blocks)
    ? blocks
    : [];
  return all
    .filter(({ type }) => type === 'actions')
    .flatMap(({ elements = [] }) => elements.map((element) => element.action_id));
}
