import { HoldfastError } from '../errors.ts';
import { contradictions } from './config-checks.ts';
import { readDocument, type ConfigDocument, type Mistake, type Path } from './config-document.ts';
import { FILE, SITE } from './config-schema.ts';
import { didYouMean } from './config-suggestion.ts';
import { KNOWN_KEYS } from './config-words.ts';
import { SITE_NAME } from './site-name.ts';
import type { Site } from './site.ts';

/** Most mistakes told at once. */
const MOST_TOLD = 50;

interface Issue {
  readonly code?: string;
  readonly path: Path;
  readonly message: string;
  readonly keys?: readonly string[];
}

/**
 * Reads a configuration, with every default filled in. Throws `CONFIG.INVALID` whose message lists the mistakes, at
 * most 50, as `file:line:column: what is wrong; fix: what to write`, in the order of the file.
 */
export function parseConfig(text: string, fileName: string): { sites: Site[] } {
  const document = readDocument(text);
  if (isMistakes(document)) throw invalid(fileName, document);
  const { sites, issues } = readSites(document.value);
  const mistakes = issues.flatMap((issue) => explain(document, issue));
  if (mistakes.length > 0) throw invalid(fileName, mistakes);
  return { sites };
}

function isMistakes(read: ConfigDocument | readonly Mistake[]): read is readonly Mistake[] {
  return Array.isArray(read);
}

function readSites(value: unknown): { sites: Site[]; issues: Issue[] } {
  const issues: Issue[] = [...(FILE.safeParse(value).error?.issues ?? [])];
  const file = FILE.strip().safeParse(value);
  if (!file.success) return { sites: [], issues };
  const named = Object.entries(file.data.sites);
  if (named.length === 0) issues.push({ path: ['sites'], message: 'names no site; fix: write one key for each site' });
  const sites: Site[] = [];
  for (const [name, written] of named) {
    if (!SITE_NAME.test(name)) issues.push(badName(name));
    const site = SITE.safeParse(written);
    if (site.success) sites.push({ name, ...site.data });
    else issues.push(...site.error.issues.map((issue) => ({ ...issue, path: ['sites', name, ...issue.path] })));
  }
  issues.push(...contradictions(sites).map(({ path, says }) => ({ path, message: says })));
  return { sites, issues };
}

function badName(name: string): Issue {
  const message = 'is not a site name; fix: write 2 to 40 lower-case letters, digits and hyphens, a letter first';
  return { code: 'name', path: ['sites', name], message };
}

function explain(document: ConfigDocument, issue: Issue): Mistake[] {
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

function invalid(fileName: string, mistakes: readonly Mistake[]): HoldfastError {
  const sorted = mistakes.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const told = sorted.slice(0, MOST_TOLD).map(({ line, column, says }) => `${fileName}:${line}:${column}: ${says}`);
  if (sorted.length > MOST_TOLD) told.push(`${fileName}: and ${sorted.length - MOST_TOLD} more`);
  return new HoldfastError('CONFIG.INVALID', told.join('\n'), { hint: `Correct ${fileName} and try again.` });
}
