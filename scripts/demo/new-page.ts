import { pauseOf } from '../../src/lib/site/site-record.ts';
import { StoryFailed } from './until.ts';
import type { Witness } from './witness.ts';

/**
 * The key of a page that has no past yet, as the story begins with its first version: `booking/index.html`, or after
 * earlier runs the first of `booking-2/…` onwards. Throws `StoryFailed` where the guard is paused or only observes.
 */
export async function newPage(witness: Witness, now: Date): Promise<string> {
  const site = await witness.site();
  if (!site) throw new StoryFailed('the site was never applied');
  if (site.config.policy.mode !== 'enforce') throw new StoryFailed('the site is in observe mode: nothing is put back');
  for (let number = 1; ; number++) {
    const key = number === 1 ? 'booking/index.html' : `booking-${number}/index.html`;
    if (pauseOf(site, key, now)) {
      throw new StoryFailed(`the guard is paused: end it with npx holdfast unpause ${site.config.name} --local`);
    }
    if (!(await witness.page(key))) return key;
  }
}
