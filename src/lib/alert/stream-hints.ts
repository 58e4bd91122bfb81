import type { Pause, Retired, Retirement } from '../site/site-record.ts';
import { type PauseChange, pauseChanges } from './pause-changes.ts';
import { type RetireChange, retireChanges } from './retire-changes.ts';

/**
 * What a stream record hints at. Only its sequence number and, for a site's pauses and retirements, its two images are
 * taken from it. A hint that was handed over has the id of its message for a sequence number.
 */
export type Hint = { readonly sequence: string } & (
  | { readonly kind: 'incident'; readonly id: string }
  | { readonly kind: 'pause'; readonly site: string; readonly change: PauseChange }
  | { readonly kind: 'retirement'; readonly site: string; readonly change: RetireChange }
);

/** An attribute as DynamoDB writes it in a stream record, as far as it is read here. */
interface Attribute {
  readonly S?: string;
  readonly L?: readonly Attribute[];
  readonly M?: Readonly<Record<string, Attribute>>;
}

type Image = Readonly<Record<string, Attribute>>;

/** A record of the table's stream, with both images. */
export interface StreamRecord {
  readonly dynamodb?: {
    readonly SequenceNumber?: string;
    readonly Keys?: Image;
    readonly OldImage?: Image;
    readonly NewImage?: Image;
  };
}

/** The hints in a record: an incident was written, pauses of a site or what it retired changed, or nothing that is told. */
export function hintsIn({ dynamodb }: StreamRecord): Hint[] {
  const sequence = dynamodb?.SequenceNumber ?? '';
  const [, kind, name] = /^(INCIDENT|SITE)#(.+)$/s.exec(dynamodb?.Keys?.['pk']?.S ?? '') ?? [];
  const sk = dynamodb?.Keys?.['sk']?.S;
  if (!dynamodb?.NewImage || name === undefined || kind !== sk) return [];
  if (kind === 'INCIDENT') return [{ sequence, kind: 'incident', id: name }];
  const pauses = pauseChanges(pausesIn(dynamodb.OldImage), pausesIn(dynamodb.NewImage));
  const retired = retireChanges(retiredIn(dynamodb.OldImage), retiredIn(dynamodb.NewImage));
  return [
    ...pauses.map((change): Hint => ({ sequence, kind: 'pause', site: name, change })),
    ...retired.map((change): Hint => ({ sequence, kind: 'retirement', site: name, change })),
  ];
}

function pausesIn(image: Image | undefined): Pause[] {
  return (image?.['pauses']?.L ?? []).map(({ M = {} }) => {
    const text = (name: string): string => M[name]?.S ?? '';
    const pause = { from: text('from'), until: text('until'), reason: text('reason'), by: text('by') };
    return M['key']?.S === undefined ? pause : { ...pause, key: M['key'].S };
  });
}

function retiredIn(image: Image | undefined): Retired {
  const { tokens, phrases, because } = image?.['retired']?.M ?? {};
  const names = (list: Attribute | undefined): string[] => (list?.L ?? []).map(({ S = '' }) => S);
  return { tokens: names(tokens), phrases: names(phrases), because: (because?.L ?? []).map(retirementIn) };
}

function retirementIn({ M = {} }: Attribute): Retirement {
  const text = (name: string): string => M[name]?.S ?? '';
  const kind = text('kind') === 'phrase' ? 'phrase' : 'token';
  return { kind, name: text('name'), reason: text('reason'), by: text('by'), at: text('at') };
}
