import { didYouMean } from '../../lib/site/config-suggestion.ts';
import { FINDING_CODES, type FindingCode, type Policy, type Severity } from '../../lib/site/policy.ts';
import { usage } from '../outcome.ts';
import { printable } from '../printable.ts';

const SEVERITIES = ['rollback', 'alert', 'ignore'] as const satisfies readonly Severity[];
const EXAMPLE = 'Write e.g. --severity base.stale=alert,page.structure=ignore';

/** Reads `code=severity`, several separated by commas; the last of a code counts. Throws `CLI.USAGE`. */
export function severitiesOf(texts: readonly string[]): Policy['severity'] {
  return Object.fromEntries(texts.flatMap((text) => text.split(',')).map(severityOf));
}

function severityOf(text: string): [FindingCode, Severity] {
  const [writtenCode = '', writtenSeverity, ...more] = text.split('=').map((word) => word.trim());
  const code = FINDING_CODES.find((each) => each === writtenCode);
  const severity = SEVERITIES.find((each) => each === writtenSeverity);
  if (!code) {
    const guess = didYouMean(writtenCode, FINDING_CODES);
    const hint = guess === undefined ? `Findings are ${FINDING_CODES.join(', ')}.` : `Did you mean ${guess}?`;
    throw usage(`There is no finding "${printable(writtenCode)}". ${EXAMPLE}.`, hint);
  }
  if (!severity || more.length > 0)
    throw usage(`"${printable(text)}" is not ${code}=rollback, =alert or =ignore.`, `${EXAMPLE}.`);
  if (code === 'page.unreadable' && severity !== 'alert') {
    throw usage(
      'page.unreadable is always an alert.',
      'What cannot be read is never rolled back, and never passed over.',
    );
  }
  return [code, severity];
}
