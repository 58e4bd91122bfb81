import type { Change } from './change.ts';

/** A difference in one line: `config.json#Origins[Id=site].DomainName: "a" → "b"`. */
export function changeLine({ file, kind, path, before, after }: Change): string {
  const where = path === '' ? file : `${file}#${path}`;
  if (kind === 'added') return after === undefined ? `${where}: added` : `${where}: added ${after}`;
  if (kind === 'removed') return before === undefined ? `${where}: removed` : `${where}: removed, was ${before}`;
  if (before === undefined || after === undefined) return `${where}: changed`;
  return `${where}: ${before} → ${after}`;
}
