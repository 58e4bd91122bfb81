import { contradictions } from './config-checks.ts';
import { isMistakes, readDocument } from './config-document.ts';
import { explain, invalid, type Issue } from './config-mistakes.ts';
import { FILE, SITE } from './config-schema.ts';
import { SITE_NAME } from './site-name.ts';
import type { Site } from './site.ts';

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
