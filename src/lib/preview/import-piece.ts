import { assetKey, resolve } from '../page/page-address.ts';
import type { Place } from './address-piece.ts';
import type { Piece } from './pieces.ts';

/** What may follow the address of an import: a layer, conditions, media. Nothing of it can leave its rule. */
const CONDITIONS = /^[\w\s(),:.<>=%/-]{0,500}$/;
const LAYER = /^\s*layer(?:\(([\w.\s-]*)\))?(?=\s|$)/i;

/** An imported style sheet, to stand where its import was, under the same conditions; nothing for other hosts. */
export function importPiece(address: string, conditions: string, { base, page }: Place): Piece | undefined {
  const url = resolve(address.trim(), base);
  const key = assetKey(url, page);
  if (!url || key === undefined || !CONDITIONS.test(conditions) || !isBalanced(conditions)) return undefined;
  const rules = rulesOf(conditions);
  const before = rules.map((rule) => `${rule}{`).join('');
  return { kind: 'sheet', key, url, nested: true, before, after: '}'.repeat(rules.length), otherwise: '' };
}

/** The rules that a sheet stands in to mean what its import's conditions say. */
function rulesOf(conditions: string): string[] {
  const layer = LAYER.exec(conditions);
  const [supports, media] = supportsOf(conditions.slice(layer?.[0].length ?? 0).trim());
  return [
    ...(layer ? [`@layer ${layer[1] ?? ''}`] : []),
    ...(supports === '' ? [] : [`@supports (${supports})`]),
    ...(media === '' ? [] : [`@media ${media}`]),
  ];
}

function supportsOf(conditions: string): [supports: string, media: string] {
  if (!/^supports\(/i.test(conditions)) return ['', conditions];
  let depth = 0;
  const open = conditions.indexOf('(');
  for (let at = open; at < conditions.length; at += 1) {
    if (conditions[at] === '(') depth += 1;
    if (conditions[at] === ')') depth -= 1;
    if (depth === 0) return [conditions.slice(open + 1, at), conditions.slice(at + 1).trim()];
  }
  return ['', ''];
}

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
