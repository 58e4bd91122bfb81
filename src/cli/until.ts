import { LONGEST_DAYS } from '../lib/api/request-shapes.ts';
import { parseDuration } from '../lib/site/config-duration.ts';
import { optionText, type Input } from './command.ts';
import { usage } from './outcome.ts';
import { printable } from './printable.ts';

const LONGEST_MS = LONGEST_DAYS * 86_400_000;
// As ISO 8601 has it, with a zone: what a clock on the wall shows is nobody else's time.
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;
const WRITE_FOR = 'Write e.g. --for 1h';
const WRITE_UNTIL = 'Write a date as 2026-03-10, or with a time and a zone as 2026-03-10T12:00Z.';

/** A time from now on, given by `--for` or `--until`. */
export type Until = (now: Date) => string;

/** When it ends, in ISO 8601; throws `CLI.USAGE` for what is no such time, at the latest when `now` is known. */
export function untilOf(input: Input, { clock = false }: { clock?: boolean } = {}): Until {
  const length = optionText(input, 'for');
  const time = optionText(input, 'until');
  if (length !== undefined && time !== undefined) throw usage('--for and --until say the same.', 'Write one of them.');
  if (time !== undefined) return byTheClock(time);
  if (length !== undefined) return longFrom(length);
  throw usage('How long is missing.', clock ? `${WRITE_FOR}, or --until 2026-03-10T12:00Z.` : `${WRITE_FOR}.`);
}

function longFrom(length: string): Until {
  const milliseconds = parseDuration(length);
  const quoted = printable(`"${length}"`);
  if (milliseconds === undefined) {
    throw usage(`${quoted} is no length of time.`, `${WRITE_FOR}: a whole number from 1 on, with s, m, h or d.`);
  }
  if (milliseconds > LONGEST_MS)
    throw usage(`${quoted} is longer than ${LONGEST_DAYS}d.`, `Write at most --for ${LONGEST_DAYS}d.`);
  return (now) => new Date(now.getTime() + milliseconds).toISOString();
}

function byTheClock(time: string): Until {
  const at = TIME.test(time) ? Date.parse(time) : NaN;
  if (Number.isNaN(at)) throw usage(printable(`"${time}" is no time.`), WRITE_UNTIL);
  return (now) => {
    const ahead = at - now.getTime();
    if (ahead <= 0) throw usage(`${time} is over already.`, WRITE_UNTIL);
    if (ahead > LONGEST_MS)
      throw usage(`${time} is more than ${LONGEST_DAYS} days ahead.`, `Write at most --for ${LONGEST_DAYS}d.`);
    return new Date(at).toISOString();
  };
}
