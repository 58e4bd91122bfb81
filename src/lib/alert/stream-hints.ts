import { type AllowanceChange, allowanceChanges } from './allowance-changes.ts';
import { type PauseChange, pauseChanges } from './pause-changes.ts';
import { type RetireChange, retireChanges } from './retire-changes.ts';
import { warningHints, type WarningHint } from './warning-hints.ts';
import { allowancesIn, pausesIn, retiredIn, type Image } from './stream-images.ts';

/**
 * What a stream record hints at. Only its sequence number and, for what people changed of a site, its two images are
 * taken from it. A hint that was handed over has the id of its message for a sequence number.
 */
export type Hint = { readonly sequence: string } & (
  | { readonly kind: 'incident'; readonly id: string }
  | { readonly kind: 'pause'; readonly site: string; readonly change: PauseChange }
  | { readonly kind: 'retirement'; readonly site: string; readonly change: RetireChange }
  | { readonly kind: 'allowance'; readonly site: string; readonly change: AllowanceChange }
  | { readonly kind: 'warning'; readonly site: string; readonly change: WarningHint }
  | { readonly kind: 'escalation'; readonly site: string; readonly change: { readonly id: string } }
);

/** A record of the table's stream, with both images. */
export interface StreamRecord {
  readonly dynamodb?: {
    readonly SequenceNumber?: string;
    readonly Keys?: Image;
    readonly OldImage?: Image;
    readonly NewImage?: Image;
  };
}

/** The hints in a record: an incident was written, people changed something of a site or page, or nothing that is told. */
export function hintsIn({ dynamodb }: StreamRecord): Hint[] {
  const sequence = dynamodb?.SequenceNumber ?? '';
  const [, kind, name] = /^(INCIDENT|SITE)#(.+)$/s.exec(dynamodb?.Keys?.['pk']?.S ?? '') ?? [];
  const sk = dynamodb?.Keys?.['sk']?.S ?? '';
  if (!dynamodb?.NewImage || name === undefined) return [];
  if (kind === 'INCIDENT') return sk === kind ? [{ sequence, kind: 'incident', id: name }] : [];
  const before = dynamodb.OldImage;
  const after = dynamodb.NewImage;
  const about = { sequence, site: name };
  if (sk.startsWith(PAGE)) {
    const changes = allowanceChanges(sk.slice(PAGE.length), allowancesIn(before), allowancesIn(after));
    return changes.map((change) => ({ ...about, kind: 'allowance', change }));
  }
  if (sk.startsWith(WARNING)) {
    const changes = warningHints(sk.slice(WARNING.length), before, after);
    return changes.map((change) => ({ ...about, kind: 'warning', change }));
  }
  if (sk.startsWith(ESCALATION)) {
    return before ? [] : [{ ...about, kind: 'escalation', change: { id: sk.slice(ESCALATION.length) } }];
  }
  if (sk !== kind) return [];
  return [
    ...pauseChanges(pausesIn(before), pausesIn(after)).map((change): Hint => ({ ...about, kind: 'pause', change })),
    ...retireChanges(retiredIn(before), retiredIn(after)).map((change): Hint => ({
      ...about,
      kind: 'retirement',
      change,
    })),
  ];
}

const PAGE = 'PAGE#';
const WARNING = 'WARNING#';
const ESCALATION = 'ESCALATION#';
