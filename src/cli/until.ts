import { parseDuration } from '../lib/site/config-duration.ts';
import { optionText, type Input } from './command.ts';
import { usage } from './outcome.ts';

const LONGEST_MS = 30 * 86_400_000;
// As ISO 8601 has it, with a zone: what a clock on the wall shows is nobody else's time.
const TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** A time from now on, given by `--for` or `--until`. */
export type Until = (now: Date) => string;

/** When it ends, in ISO 8601; throws `CLI.USAGE` for what is no such time, at the latest when `now` is known. */
export function untilOf(input: Input): Until {
  const length = optionText(input, 'for');
  const time = optionText(input, 'until');
  if (length !== undefined && time !== undefined) throw usage('--for and --until say the same.', 'Write one of them.');
  if (time === undefined) {
    const milliseconds = parseDuration(length ?? '');
    if (milliseconds === undefined || milliseconds > LONGEST_MS) throw noTime();
    return (now) => new Date(now.getTime() + milliseconds).toISOString();
  }
  const at = TIME.test(time) ? Date.parse(time) : NaN;
  if (Number.isNaN(at)) throw noTime();
  return (now) => {
    const ahead = at - now.getTime();
    if (ahead <= 0 || ahead > LONGEST_MS)
      throw usage(`${time} is not within the next 30 days.`, 'Write e.g. --for 1d.');
    return new Date(at).toISOString();
  };
}

function noTime(): Error {
  return usage(
    'How long is missing, or is no duration of at most 30d.',
    'Write e.g. --for 1h, or --until 2026-03-10T12:00Z where the command has it.',
  );
}
