import path from 'node:path';
import { globFault, namesPage } from '../../lib/site/glob.ts';
import type { Site } from '../../lib/site/site.ts';
import { usage } from '../outcome.ts';
import { printable } from '../printable.ts';

/** Which files of a repository a written path may mean, from the repository's root. */
export interface GitPaths {
  /** Limits what git reads. */
  readonly pathspec: string;
  /** Whether the file is one of them, given whether the path is a file itself. */
  readonly names: (file: string) => boolean;
}

/** A file, or below a folder what the site's `pages` name. */
export function fileOrFolder(written: string, prefix: string, site: Site): GitPaths {
  const from = fromRoot(written, prefix);
  const folder = from === '' ? '' : `${from}/`;
  return {
    pathspec: from === '' ? ':/' : `:(top,literal)${from}`,
    names: (file) =>
      file === from ||
      (file.startsWith(folder) && namesPage(site, `${site.production.prefix}${file.slice(folder.length)}`)),
  };
}

/** What a glob names, in place of the site's `pages`; `undefined` when the path is none. */
export function globbed(written: string, prefix: string, site: Site): GitPaths | undefined {
  if (!/[*?[{]/.test(written)) return undefined;
  const glob = fromRoot(written, prefix);
  const fault = globFault(glob);
  if (fault !== undefined) throw usage(`${printable(written)} ${fault}.`, 'Name a file, a folder, or a simple glob.');
  const plain = { ...site, pages: [glob], production: { ...site.production, prefix: '' } };
  const steps = glob.split('/');
  const fixed = steps
    .slice(
      0,
      steps.findIndex((step) => /[*?[{]/.test(step)),
    )
    .join('/');
  return { pathspec: fixed === '' ? ':/' : `:(top,literal)${fixed}`, names: (file) => namesPage(plain, file) };
}

function fromRoot(written: string, prefix: string): string {
  const joined = path.posix.normalize(path.posix.join(prefix, written)).replace(/\/$/, '');
  if (!written.startsWith('/') && joined !== '..' && !joined.startsWith('../')) return joined === '.' ? '' : joined;
  const hint = 'Name it from the folder that --git names, e.g. app/index.html.';
  throw usage(`${printable(written)} is no path within the repository.`, hint);
}
