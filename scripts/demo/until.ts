import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 100;
const TELL_EVERY_MS = 5000;

/** The story did not come true: what was waited for or found, and where to look for the reason. */
export class StoryFailed extends Error {
  override readonly name = 'StoryFailed';
}

/** Ends the story where something that was seen is not as it should be. */
export function insist(holds: boolean, what: string): asserts holds {
  if (!holds) throw new StoryFailed(`this did not come true: ${what}`);
}

/** Looks until there is something, telling every five seconds that it still waits; throws `StoryFailed` after `seconds`. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined>,
  { seconds, say }: { seconds: number; say: (line: string) => void },
): Promise<T> {
  const began = Date.now();
  let told = began;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    const now = Date.now();
    if (now - began > seconds * 1000) throw new StoryFailed(`${what}: not within ${seconds} seconds`);
    if (now - told >= TELL_EVERY_MS) {
      say(`waiting: ${what} (${Math.round((now - began) / 1000)} of at most ${seconds} s)`);
      told = now;
    }
    await sleep(LOOK_EVERY_MS);
  }
}

// Long enough for a cold start on a busy machine: usually it is one or two seconds.
const PATIENCE_SECONDS = 60;

/** How long the story waits for anything, and where it says so. */
export function patience({ line }: { line: (text: string, tone: 'quiet') => void }) {
  return { seconds: PATIENCE_SECONDS, say: (text: string) => line(text, 'quiet') };
}
