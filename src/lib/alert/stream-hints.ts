import type { Pause } from '../site/site-record.ts';
import { type PauseChange, pauseChanges } from './pause-changes.ts';

/**
 * What a stream record hints at. Only its sequence number and, for pauses, its two images are taken from it. A hint that
 * was handed over has the id of its message for a sequence number.
 */
export type Hint = { readonly sequence: string } & (
  | { readonly kind: 'incident'; readonly id: string }
  | { readonly kind: 'pause'; readonly site: string; readonly change: PauseChange }
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

/** The hints in a record: an incident was written, pauses of a site changed, or nothing that is told. */
export function hintsIn({ dynamodb }: StreamRecord): Hint[] {
  const sequence = dynamodb?.SequenceNumber ?? '';
  const [, kind, name] = /^(INCIDENT|SITE)#(.+)$/s.exec(dynamodb?.Keys?.['pk']?.S ?? '') ?? [];
  const sk = dynamodb?.Keys?.['sk']?.S;
  if (!dynamodb?.NewImage || name === undefined || kind !== sk) return [];
  if (kind === 'INCIDENT') return [{ sequence, kind: 'incident', id: name }];
  const changes = pauseChanges(pausesIn(dynamodb.OldImage), pausesIn(dynamodb.NewImage));
  return changes.map((change) => ({ sequence, kind: 'pause', site: name, change }));
}

function pausesIn(image: Image | undefined): Pause[] {
  return (image?.['pauses']?.L ?? []).map(({ M = {} }) => {
    const text = (name: string): string => M[name]?.S ?? '';
    const pause = { from: text('from'), until: text('until'), reason: text('reason'), by: text('by') };
    return M['key']?.S === undefined ? pause : { ...pause, key: M['key'].S };
  });
}
