import type { PageRecord } from '../../src/lib/site/page-record.ts';
import { pauseOf, type SiteRecord } from '../../src/lib/site/site-record.ts';
import { StoryFailed } from './until.ts';
import type { Witness } from './witness.ts';

/**
 * The key of a page on which the story can happen: `booking/index.html`, or the first of `booking-2/…` onwards where
 * earlier runs left it contested or close to it. Throws `StoryFailed` where the guard is paused or only observes.
 */
export async function quietPage(witness: Witness, now: Date): Promise<string> {
  const site = await witness.site();
  if (!site) throw new StoryFailed('the site was never applied');
  if (site.config.policy.mode !== 'enforce') throw new StoryFailed('the site is in observe mode: nothing is put back');
  for (let number = 1; ; number++) {
    const key = number === 1 ? 'booking/index.html' : `booking-${number}/index.html`;
    if (pauseOf(site, key, now)) {
      throw new StoryFailed(`the guard is paused: end it with npx holdfast unpause ${site.config.name} --local`);
    }
    if (isQuiet(await witness.page(key), site, now)) return key;
  }
}

function isQuiet(page: PageRecord | undefined, { config }: SiteRecord, now: Date): boolean {
  if (!page) return true;
  const since = now.getTime() - config.policy.windowMs;
  const recent = page.restores.filter((at) => Date.parse(at) > since);
  return page.contested === undefined && recent.length < config.policy.maxRestores;
}
