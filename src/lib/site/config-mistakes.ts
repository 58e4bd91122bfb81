import { HoldfastError } from '../errors.ts';
import type { ConfigDocument, Mistake, Path } from './config-document.ts';
import { didYouMean } from './config-suggestion.ts';
import { KNOWN_KEYS } from './config-words.ts';

/** Most mistakes told at once. */
const MOST_TOLD = 50;

/** What a schema has against a value. */
export interface Issue {
  readonly code?: string;
  readonly path: Path;
  readonly message: string;
  readonly keys?: readonly string[];
}

/** An issue with its place in the file; unknown keys a mistake each. */
export function explain(document: ConfigDocument, issue: Issue): Mistake[] {
  const { code, path, message, keys = [] } = issue;
  if (code === 'unrecognized_keys') return keys.map((key) => unknownKey(document, [...path, key], message));
  return [{ ...document.place(path, code === 'name' ? 'key' : undefined), says: `${show(path)} ${message}` }];
}

function unknownKey(document: ConfigDocument, path: Path, message: string): Mistake {
  const known = message.slice(KNOWN_KEYS.length).split(',');
  const guess = didYouMean(String(path.at(-1)), known);
  const fix = guess === undefined ? `write one of ${known.join(', ')}` : `did you mean "${guess}"?`;
  return { ...document.place(path, 'key'), says: `${show(path)} is not a setting; fix: ${fix}` };
}

/** A path as people write it; keys come from the file, so they are cut and stripped of control characters. */
function show(path: Path): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${clean(String(step))}`));
  return steps.join('').replace(/^\./, '') || 'the configuration';
}

function clean(text: string): string {
  return text.replace(/\p{Cc}/gu, '\uFFFD').slice(0, 80);
}

/**
 * `CONFIG.INVALID` whose message lists the mistakes, at most 50, as `file:line:column: what is wrong; fix: what to write`, in the
 * order of the file.
 */
export function invalid(fileName: string, mistakes: readonly Mistake[]): HoldfastError {
  const sorted = mistakes.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const told = sorted.slice(0, MOST_TOLD).map(({ line, column, says }) => `${fileName}:${line}:${column}: ${says}`);
  if (sorted.length > MOST_TOLD) told.push(`${fileName}: and ${sorted.length - MOST_TOLD} more`);
  return new HoldfastError('CONFIG.INVALID', told.join('\n'), { hint: `Correct ${fileName} and try again.` });
}
