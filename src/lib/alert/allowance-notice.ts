import type { Allowance } from '../site/page-record.ts';
import type { AllowanceChange } from './allowance-changes.ts';
import { FINDING_WORDS } from './finding-words.ts';
import { isSafe } from './name-steps.ts';
import type { Notice } from './notice.ts';
import { shownLine } from './shown-text.ts';

const MOST_NAMED = 10;

/** Says what the guard lets happen to a page until then, or that an allowance was withdrawn. */
export function allowanceNotice(site: string, { what, key, allowance }: AllowanceChange): Notice {
  const page = shownLine(key, 200);
  const until = shownLine(allowance.until, 40);
  const allowed = allowedBy(allowance);
  return {
    kind: 'allowance',
    site,
    severity: 'medium',
    title: `${shownLine(site, 40)}: an allowance for ${shownLine(key, 60)} was ${what === 'made' ? 'made' : 'withdrawn'}`,
    says:
      what === 'made'
        ? `Until ${until} the guard lets this happen to ${page}: ${allowed}.`
        : `The guard no longer lets this happen to ${page}: ${allowed}.`,
    lines: [
      ...(allowance.codes ?? []).map((code) => `${code}: ${FINDING_WORDS[code]}`),
      `Allowed by: ${shownLine(allowance.by, 300)}`,
      `Reason: ${shownLine(allowance.reason, 500)}`,
    ],
    next:
      what === 'made' && isSafe(site)
        ? [
            {
              does: 'See what is allowed, and under which id it is withdrawn',
              command: `npx holdfast allowances ${site}`,
            },
          ]
        : [],
  };
}

/** Of an allowance that names both, both must match. */
function allowedBy({ codes = [], tokens = [] }: Allowance): string {
  if (codes.length === 0) return `any finding about ${shortList(tokens)}`;
  return tokens.length === 0 ? shortList(codes) : `${shortList(codes)} of ${shortList(tokens)}`;
}

function shortList(names: readonly string[]): string {
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
  const shown = names.slice(0, MOST_NAMED).map((name) => shownLine(name, 128));
  return shown.join(', ') + more;
}
