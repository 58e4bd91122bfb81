import { refusal } from '../outcome.ts';
import { printable, shortened } from '../printable.ts';
import { placeOf, type GuardedPlace, type Write } from './guarded-place.ts';
import { LONGEST_COMMAND } from './hook-input.ts';
import { wordsWrites, writesOf } from './writes-of.ts';

/** Throws `CLI.REFUSED` where a command would write to a guarded place past Holdfast, or may and does not tell. Pure. */
export function judgeCommand(command: string | readonly string[], places: readonly GuardedPlace[]): void {
  const length = typeof command === 'string' ? command.length : command.join(' ').length;
  if (length > LONGEST_COMMAND) throw untold('a command of more than a million characters', places);
  const writes = typeof command === 'string' ? writesOf(command) : wordsWrites(command);
  for (const { asked, targets } of writes) {
    for (const target of targets) {
      const place = placeOf(target, places);
      if (place) throw past(asked, place);
    }
  }
  const unknown = writes.find(({ targets }) => targets.includes('unknown'));
  if (unknown && places.length > 0) throw untold(unknown.asked, places);
}

function past(asked: Write['asked'], { site, what, bucket, prefix }: GuardedPlace): Error {
  const message = `\`${named(asked)}\` would write to s3://${bucket}/${prefix}, ${what} of ${site}, past Holdfast.`;
  return refusal(printable(message), printable(RIGHT_WAY(site)));
}

const RIGHT_WAY = (site: string) =>
  `Deploy with \`npx holdfast deploy ${site} <files>\`, have it verified on staging, then ` +
  `\`npx holdfast promote ${site} <page>\`. To read what is live: \`npx holdfast pull ${site}\`.`;

function untold(asked: string, places: readonly GuardedPlace[]): Error {
  const buckets = [...new Set(places.map(({ bucket }) => bucket))].join(', ');
  const message = `Cannot tell where \`${named(asked)}\` would write: it does not say the bucket in so many words.`;
  const hint = `Write the bucket out, without variables. Guarded are ${shortened(buckets, 500)}: those are written with \`npx holdfast deploy\` alone.`;
  return refusal(printable(message), printable(hint));
}

const named = (asked: string) => shortened(asked, 60).replaceAll('`', "'");
