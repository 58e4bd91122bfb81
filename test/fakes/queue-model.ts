import type { LookQueue } from '../../src/lib/site/look-queue.ts';
import type { PageRef } from '../../src/lib/site/page-ref.ts';
import { atOnce } from './io.ts';
import type { Io } from './io.ts';

/** What may go wrong with a message on its way in. */
export interface Mishaps {
  readonly lose: () => boolean;
  readonly duplicate: () => boolean;
}

/** The looks queue, in memory: at least once, in no order. */
export interface QueueModel {
  readonly queue: LookQueue;
  readonly messages: readonly PageRef[];
  readonly send: (ref: PageRef) => void;
  /** Takes one message off, by its place. */
  readonly take: (at: number) => PageRef | undefined;
}

const NONE: Mishaps = { lose: () => false, duplicate: () => false };

/** Makes an empty queue; by default nothing is lost and nothing comes twice. */
export function queueModel(mishaps: Mishaps = NONE): QueueModel {
  const messages: PageRef[] = [];
  const model: Omit<QueueModel, 'queue'> = {
    messages,
    send(ref) {
      if (!mishaps.lose()) messages.push(ref);
      if (mishaps.duplicate()) messages.push(ref);
    },
    take: (at) => messages.splice(at, 1)[0],
  };
  return Object.assign(model, { queue: fakeLookQueue(model) });
}

/** The queue port over the model: each call is one step of `io`. */
export function fakeLookQueue(model: Pick<QueueModel, 'send'>, io: Io = atOnce): LookQueue {
  return {
    ask: (refs) =>
      io(`ask ${refs.map(({ key }) => key).join(' ')}`, () => {
        for (const ref of refs) model.send(ref);
      }),
  };
}
