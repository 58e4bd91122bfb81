import type { AlerterDeps } from './task.ts';
import { tell } from './tell.ts';
import { untoldHint } from './untold.ts';

/** A message of the queue of what could not be told. */
export interface UntoldMessage {
  readonly messageId: string;
  readonly body: string;
}

/**
 * Tells what was handed over, as far as it has not been told since. Gives back the ids of the messages that are to come
 * again: what still cannot be told, and what cannot be understood and belongs into the dead-letter queue.
 */
export async function takeUntold(messages: readonly UntoldMessage[], deps: AlerterDeps): Promise<string[]> {
  const read = messages.map(({ messageId, body }) => ({ messageId, hint: untoldHint(messageId, body) }));
  const strange = read.filter(({ hint }) => !hint).map(({ messageId }) => messageId);
  for (const messageId of strange) deps.log.error('A message of the untold queue is none.', { messageId });
  const untold = await tell(
    read.flatMap(({ hint }) => hint ?? []),
    deps,
  );
  return [...strange, ...untold.map(({ sequence }) => sequence)];
}
