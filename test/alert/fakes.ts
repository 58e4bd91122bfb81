import type { SlackChannel, SnsChannel } from '../../src/lib/alert/channels.ts';
import type { Channel, Deliveries, Delivery, Route, Subject, Tally } from '../../src/lib/alert/deliveries.ts';
import type { SlackMessage } from '../../src/lib/alert/slack-blocks.ts';
import type { SnsMessage } from '../../src/lib/alert/sns-message.ts';
import type { Hint } from '../../src/lib/alert/stream-hints.ts';
import type { UntoldMessage } from '../../src/lib/alert/take-untold.ts';
import { untoldText, type Untold } from '../../src/lib/alert/untold.ts';
import { HoldfastError } from '../../src/lib/errors.ts';
import type { Write } from '../../src/lib/site/registry.ts';

/** A post as people see it: its newest text, and the replies under it. */
export interface SeenPost {
  readonly channel: string;
  message: SlackMessage;
  readonly replies: SlackMessage[];
}

/** A Slack workspace in memory. `down`: nothing gets through; `refuses`: the error that every call gets. */
export class FakeSlack implements SlackChannel {
  readonly posts = new Map<string, SeenPost>();
  down = false;
  refuses: string | undefined;
  /** Carries out what it is asked, then fails as if the answer was lost. */
  dropsAnswers = false;

  async post(...[target, message, { thread }]: Parameters<SlackChannel['post']>) {
    const refused = this.#refusal();
    if (refused) return refused;
    const ts = `${this.posts.size + 1}.0`;
    if (thread) this.posts.get(thread.ts)?.replies.push(message);
    else this.posts.set(ts, { channel: target.channel, message, replies: [] });
    this.#answer();
    return { kind: 'sent', post: { channel: target.channel, ts: thread ? `${thread.ts}r` : ts } } as const;
  }

  async update(...[, post, message]: Parameters<SlackChannel['update']>) {
    const refused = this.#refusal();
    if (refused) return refused;
    const seen = this.posts.get(post.ts);
    if (!seen) return { kind: 'gone' } as const;
    seen.message = message;
    this.#answer();
    return { kind: 'sent' } as const;
  }

  get seen(): SeenPost[] {
    return [...this.posts.values()];
  }

  #refusal() {
    if (this.down) throw new HoldfastError('SLACK.DOWN', 'Slack is down', { retryable: true });
    return this.refuses === undefined ? undefined : ({ kind: 'refused', reason: this.refuses } as const);
  }

  #answer(): void {
    if (this.dropsAnswers) throw new HoldfastError('SLACK.DOWN', 'no answer', { retryable: true });
  }
}

/** An SNS topic in memory. */
export class FakeSns implements SnsChannel {
  readonly messages: SnsMessage[] = [];
  down = false;
  refuses: string | undefined;

  async publish(message: SnsMessage) {
    if (this.down) throw new HoldfastError('TOPIC.BUSY', 'SNS is down', { retryable: true });
    if (this.refuses !== undefined) return { kind: 'refused', reason: this.refuses } as const;
    this.messages.push(message);
    return { kind: 'sent' } as const;
  }
}

/** The queue of what could not be told, in memory: what is received and not answered for stays. */
export class FakeUntold implements Untold {
  readonly messages: UntoldMessage[] = [];
  down = false;
  /** Keeps what it is given, then fails as if the answer was lost. */
  dropsAnswers = false;

  async handOver(hints: readonly Hint[]) {
    if (this.down) throw new HoldfastError('QUEUE.BUSY', 'SQS is down', { retryable: true });
    for (const hint of hints) this.messages.push({ messageId: crypto.randomUUID(), body: untoldText(hint) });
    if (this.dropsAnswers) throw new HoldfastError('QUEUE.BUSY', 'no answer', { retryable: true });
  }

  /** Deletes what was answered for, as Lambda does. */
  keep(received: readonly UntoldMessage[], again: readonly string[]): void {
    const done = new Set(received.filter(({ messageId }) => !again.includes(messageId)));
    this.messages.splice(0, this.messages.length, ...this.messages.filter((message) => !done.has(message)));
  }
}

/** The delivery items of the table, with its conditions. `diesAt`: the write (counted from 1) at which the run dies. */
export class FakeDeliveries implements Deliveries {
  readonly #deliveries = new Map<string, Delivery>();
  readonly #routes = new Map<string, Route>();
  readonly #tallies = new Map<string, Tally>();
  writes = 0;
  diesAt: number | undefined;

  async read(subject: Subject, channel: Channel) {
    return structuredClone(this.#deliveries.get(nameOf(subject, channel)));
  }

  async write(subject: Subject, channel: Channel, write: Write<Delivery>) {
    return this.#commit(putInto(this.#deliveries, nameOf(subject, channel), write));
  }

  async route(incident: string) {
    return structuredClone(this.#routes.get(incident));
  }

  async tally(site: string, minute: string) {
    return structuredClone(this.#tallies.get(`${site} ${minute}`));
  }

  async admit(...[{ id, route }, { site, minute, tally }]: Parameters<Deliveries['admit']>) {
    return this.#commit(putInto(this.#routes, id, route), putInto(this.#tallies, `${site} ${minute}`, tally));
  }

  #commit(...puts: readonly Put[]): 'done' | 'conflict' {
    this.writes += 1;
    if (this.diesAt !== undefined && this.writes >= this.diesAt) throw new Error('the run died');
    if (puts.some(({ holds }) => !holds())) return 'conflict';
    for (const { carryOut } of puts) carryOut();
    return 'done';
  }
}

interface Put {
  readonly holds: () => boolean;
  readonly carryOut: () => void;
}

function putInto<T extends { rev: number }>(items: Map<string, T>, name: string, { expect, next }: Write<T>): Put {
  return {
    holds: () => (items.get(name)?.rev ?? 'absent') === expect,
    carryOut: () => void items.set(name, structuredClone(next)),
  };
}

function nameOf(subject: Subject, channel: Channel): string {
  return `${JSON.stringify(subject)} ${channel}`;
}
