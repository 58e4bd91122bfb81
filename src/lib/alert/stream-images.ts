import type { Allowance } from '../site/page-record.ts';
import { FINDING_CODES } from '../site/policy.ts';
import type { Pause, Retired, Retirement } from '../site/site-record.ts';

/** An attribute as DynamoDB writes it in a stream record, as far as it is read here. */
interface Attribute {
  readonly S?: string;
  readonly L?: readonly Attribute[];
  readonly M?: Readonly<Record<string, Attribute>>;
}

/** An item as it was before or after a write. */
export type Image = Readonly<Record<string, Attribute>>;

/** A site's pauses. */
export function pausesIn(image: Image | undefined): Pause[] {
  return (image?.['pauses']?.L ?? []).map(({ M = {} }) => {
    const pause = { from: text(M, 'from'), until: text(M, 'until'), reason: text(M, 'reason'), by: text(M, 'by') };
    return M['key']?.S === undefined ? pause : { ...pause, key: M['key'].S };
  });
}

/** What people retired on a site. */
export function retiredIn(image: Image | undefined): Retired {
  const { tokens, phrases, because } = image?.['retired']?.M ?? {};
  const retirement = ({ M = {} }: Attribute): Retirement => ({
    kind: text(M, 'kind') === 'phrase' ? 'phrase' : 'token',
    name: text(M, 'name'),
    reason: text(M, 'reason'),
    by: text(M, 'by'),
    at: text(M, 'at'),
  });
  return { tokens: names(tokens) ?? [], phrases: names(phrases) ?? [], because: (because?.L ?? []).map(retirement) };
}

/** A page's allowances. */
export function allowancesIn(image: Image | undefined): Allowance[] {
  return (image?.['allowances']?.L ?? []).map(({ M = {} }) => {
    const codes = names(M['codes'])?.flatMap((name) => FINDING_CODES.find((code) => code === name) ?? []);
    const tokens = names(M['tokens']);
    const allowance = { until: text(M, 'until'), reason: text(M, 'reason'), by: text(M, 'by') };
    return { ...allowance, ...(codes && { codes }), ...(tokens && { tokens }) };
  });
}

/** A text attribute of an item, where it has one. */
export function textIn(image: Image, name: string): string | undefined {
  return image[name]?.S;
}

const text = (map: Image, name: string): string => textIn(map, name) ?? '';

const names = (list: Attribute | undefined): string[] | undefined => list?.L?.map(({ S = '' }) => S);
