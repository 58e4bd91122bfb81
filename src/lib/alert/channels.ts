import type { SlackTarget } from '../site/site.ts';
import type { Post } from './deliveries.ts';
import type { SlackMessage } from './slack-blocks.ts';
import type { SnsMessage } from './sns-message.ts';

/** `refused`: it will not take this, however often it is asked, until a person mends something. */
export type Refused = { readonly kind: 'refused'; readonly reason: string };

/** Slack. Failures that pass by themselves are thrown as retryable errors, no later than `by`. */
export interface SlackChannel {
  /** A new post, or with `thread` a reply under that post. */
  post(
    target: SlackTarget,
    message: SlackMessage,
    at: { by: Date; thread?: Post },
  ): Promise<{ kind: 'sent'; post: Post } | Refused>;
  /** Replaces a post. `gone`: there is nothing left to replace. */
  update(
    target: SlackTarget,
    post: Post,
    message: SlackMessage,
    at: { by: Date },
  ): Promise<{ kind: 'sent' } | { kind: 'gone' } | Refused>;
}

/** The stack's SNS topic. Failures that pass by themselves are thrown as retryable errors. */
export interface SnsChannel {
  publish(message: SnsMessage): Promise<{ kind: 'sent' } | Refused>;
}
