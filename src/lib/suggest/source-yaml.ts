import type { TokenSource } from '../site/site.ts';

/** A token source as entries of a block list, each line after `indent`; everything that needs quotes has them. */
export function sourceLines(source: TokenSource, indent: string): string[] {
  return entries(source).map(([key, value], at) => `${indent}${at === 0 ? '- ' : '  '}${key}: ${scalar(value)}`);
}

/** A token source in one line, as it stands in a flow list. */
export function sourceFlow(source: TokenSource): string {
  return `{ ${entries(source)
    .map(([key, value]) => `${key}: ${scalar(value)}`)
    .join(', ')} }`;
}

function entries(source: TokenSource): [key: string, value: string][] {
  return Object.entries(source);
}

/** Plain where YAML reads it as that very text, else in single quotes, in which nothing but those is special. */
function scalar(value: string): string {
  const plain = /^[A-Za-z][\w-]*$/.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return plain ? value : `'${value.replaceAll("'", "''")}'`;
}
