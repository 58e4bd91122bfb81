import type { SlackView } from './view.ts';

/** What Slack is answered. `done`: nothing is to be shown. */
export type Answer =
  | { readonly kind: 'done' }
  /** The window stays, with this below its field. */
  | { readonly kind: 'again'; readonly says: string }
  /** The window becomes this one. */
  | { readonly kind: 'show'; readonly view: SlackView }
  /** Slack shows that it did not work; `says` is for whoever looks into it. */
  | { readonly kind: 'refused'; readonly status: 400 | 403 | 502; readonly says: string };

export const DONE: Answer = { kind: 'done' };

/** The block of the only field, by which Slack is told what is wrong with it. */
export const REASON_BLOCK = 'reason';

/** The answer as Slack takes it (docs.slack.dev, modifying modals). */
export function slackResponse(answer: Answer): Response {
  switch (answer.kind) {
    case 'done':
      return new Response(null, { status: 200 });
    case 'again':
      return Response.json({ response_action: 'errors', errors: { [REASON_BLOCK]: answer.says } });
    case 'show':
      return Response.json({ response_action: 'update', view: answer.view });
    case 'refused':
      return refusal(answer.status, answer.says);
    default:
      return answer satisfies never;
  }
}

/** An answer by which Slack shows that it did not work. */
export function refusal(status: number, says: string): Response {
  return new Response(`${says}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}
