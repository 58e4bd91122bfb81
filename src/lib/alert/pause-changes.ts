import type { Pause } from '../site/site-record.ts';
import { sha256 } from '../site/version.ts';
import { missingFrom } from './missing-from.ts';

/** A pause that is new on a site, or no longer there. `id` is the same whenever the same change is seen again. */
export interface PauseChange {
  readonly what: 'began' | 'ended';
  readonly pause: Pause;
  readonly id: string;
}

/** What changed between two images of a site's pauses. A pause is known by its time and its page. */
export function pauseChanges(before: readonly Pause[], after: readonly Pause[]): PauseChange[] {
  return [
    ...missingFrom(before, after, identityOf).map((pause) => changeOf('began', pause)),
    ...missingFrom(after, before, identityOf).map((pause) => changeOf('ended', pause)),
  ];
}

/** Whether a pause that began is still in force: neither over nor lifted. */
export function isOn({ pause }: PauseChange, pauses: readonly Pause[], now: Date): boolean {
  const known = identityOf(pause);
  return Date.parse(pause.until) > now.getTime() && pauses.some((other) => identityOf(other) === known);
}

const identityOf = ({ from, until, key }: Pause): string => JSON.stringify([from, until, key]);

function changeOf(what: PauseChange['what'], pause: Pause): PauseChange {
  return { what, pause, id: `${what}-${sha256(identityOf(pause)).slice(0, 20)}` };
}
