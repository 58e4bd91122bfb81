import { world } from '../world.ts';
import { fakeApi, type Guard } from './fake-api.ts';
import { emptyWorld, type World } from './fake-operator.ts';
import { NOW } from './run.ts';

/** A stack whose API answers for a guarded site; while a command waits, the guard carries out what it was asked for. */
export function guarded(options: Parameters<typeof world>[0] = {}): { guard: Guard; stack: World } {
  const guard = world(options);
  guard.clock.advance(NOW.getTime() - guard.clock.now().getTime());
  const stack = emptyWorld();
  stack.fetch = fakeApi(guard);
  stack.onWait = async () => {
    guard.clock.advance(2000);
    for (let asked = guard.queue.take(0); asked; asked = guard.queue.take(0)) await guard.look(asked.key);
  };
  return { guard, stack };
}
