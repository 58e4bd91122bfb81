import type { Anatomy } from '../page/anatomy.ts';
import type { Ending } from '../page/ending.ts';
import type { PageContent } from '../page/page-content.ts';
import { type Cut, cutFrom } from './cut-from.ts';
import { newlyOpen } from './left-open.ts';
import type { Suspicion } from './severity.ts';

/** Characters of the baseline's end that a sentence quotes. */
const QUOTED = 40;

/**
 * Whether the baseline's content is needed to see if the page was cut off: it is shorter, and does not end by itself
 * where it means to. Only its bytes tell a page that was cut off between two of its elements from one that was edited.
 */
export function mayBeCut({ ending: before }: Anatomy, content: PageContent): boolean {
  const { ending } = content.anatomy;
  if (!comparable(before, content)) return false;
  if (!ending.html) return ending.size < before.size;
  const whole = ending.ended && !ending.within;
  return !whole && ending.size <= before.size && leftOpen(before, ending) !== 'certain';
}

/**
 * `page.truncated`: the end that the baseline has is missing, and the page stops in the middle of something, or is the
 * beginning of the baseline (known only with its content, `before`). Grave, unless somebody may have removed whole
 * blocks or the last words.
 */
export function truncatedFindings({ ending: was }: Anatomy, content: PageContent, before?: PageContent): Suspicion[] {
  const { ending } = content.anatomy;
  if (!comparable(was, content)) return [];
  const proven = before && cutFrom({ text: before.text, ending: was }, content);
  const cut = proven ?? (ending.html ? leftOpen(was, ending) : undefined);
  if (!cut) return [];
  const swallowing = swallower(was, content);
  const place = swallowing?.place ?? ending.place;
  const says = swallowing ? saysSwallowed(swallowing) : saysCut(cut, was, ending);
  return [{ code: 'page.truncated', grave: cut === 'certain', says, place }];
}

/** Both are HTML or neither is, and neither is empty, which is told otherwise. */
const comparable = (was: Ending, { html, text }: PageContent): boolean =>
  was.html === html && was.size > 0 && text.trim() !== '';

/** What HTML leaves open that the baseline closed, when the baseline's last content is not its last content too. */
function leftOpen(before: Ending, { ended, tail, size, within, open, explicit }: Ending): Cut | undefined {
  const hadAnEnd = before.within === undefined && (before.ended || before.open.length === 0);
  if (ended || !hadAnEnd || tail === before.tail) return undefined;
  const stops = before.ended && size < before.size && newlyOpen(open, before.open).length > 0;
  if (within || stops) return 'certain';
  // who writes </p> and </head> writes </body> too; who leaves them out may leave out all
  return before.ended && before.explicit && explicit ? 'likely' : undefined;
}

/** The comment, script or tag that has no end and in which the rest of the page, end and all, now stands. */
function swallower(before: Ending, { text, anatomy }: PageContent): Ending['within'] {
  const { within } = anatomy.ending;
  const end = endOf(before).replace(/^…/, '');
  return within && anatomy.ending.html && text.trimEnd().endsWith(end) ? within : undefined;
}

function saysSwallowed({ what, place }: NonNullable<Ending['within']>): string {
  return `In line ${place.line} of the upload begins ${named(what)} that never ends: the rest of the page is lost in it.`;
}

function saysCut(cut: Cut, before: Ending, { place, within, open }: Ending): string {
  if (cut === 'likely') {
    return `The upload stops in line ${place.line}, where the last good version goes on: its end, "${endOf(before)}", is missing.`;
  }
  const inside = within?.what ?? newlyOpen(open, before.open)[0];
  const where = inside === undefined ? '' : `, within ${named(inside)}`;
  return `The upload is cut off in line ${place.line}${where}: the end of the last good version, "${endOf(before)}", is missing.`;
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ['tag', 'a tag'],
  ['comment', 'a comment'],
  ['script', 'a script'],
  ['style', 'a style'],
]);

const named = (what: string): string => NAMES.get(what) ?? `<${what.slice(0, QUOTED).toWellFormed()}>`;

function endOf({ place: { excerpt } }: Ending): string {
  return excerpt.length <= QUOTED ? excerpt : `…${excerpt.slice(-QUOTED).toWellFormed()}`;
}
