import { optionText, switchedOn, type Input } from '../command.ts';
import { usage } from '../outcome.ts';

/** Where the history is that is replayed. */
export type Source =
  | { readonly kind: 'bucket'; readonly site: string; readonly pages: readonly string[]; readonly last: number }
  | { readonly kind: 'git'; readonly repository: string; readonly paths: readonly string[]; readonly last: number }
  | { readonly kind: 'dir'; readonly folder: string };

/** Each version of a bucket is a request of its own; those of a repository are here. */
const LAST = { bucket: 200, git: 10_000 };
const MOST_LAST = 100_000;

const THREE =
  'Name a site; or --git <repository> and a path in it; or --dir <folder>. See: npx holdfast backtest --help';

/** Reads from where history comes. Throws `CLI.USAGE` for what does not go together. */
export function sourceOf(input: Input): Source {
  const words = input.args.filter((word) => word !== undefined);
  const [repository, folder] = [optionText(input, 'git'), optionText(input, 'dir')];
  if (repository !== undefined && folder !== undefined) throw usage('Both --git and --dir are named.', THREE);
  if (repository === '' || folder === '' || words.includes('')) throw usage('A name is empty.', THREE);
  const siteOption = optionText(input, 'site');
  if (folder !== undefined) {
    if (words.length > 0) throw usage('With --dir nothing else is named: its subfolders are the pages.', THREE);
    if (optionText(input, 'last') !== undefined) throw usage('--last is for a bucket and --git.', THREE);
    return { kind: 'dir', folder };
  }
  if (repository !== undefined) {
    if (words.length === 0)
      throw usage('The path in the repository is missing.', 'Name a file, a folder, or . for all.');
    return { kind: 'git', repository, paths: words, last: lastOf(input, LAST.git) };
  }
  const [site, ...pages] = words;
  if (site === undefined) throw usage('What is to be replayed is missing.', THREE);
  if (siteOption !== undefined) throw usage('--site is for --git and --dir.', `Write the site alone: ${THREE}`);
  return { kind: 'bucket', site, pages, last: lastOf(input, LAST.bucket) };
}

function lastOf(input: Input, usual: number): number {
  const text = optionText(input, 'last');
  if (text === undefined) return usual;
  const last = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 0;
  if (last >= 1 && last <= MOST_LAST) return last;
  throw usage('--last is not a whole number from 1 to 100,000.', 'Write how many versions of each page to read.');
}

/** Which picture is asked for. Throws `CLI.USAGE` for an ending that is neither `.svg` nor `.html`. */
export function pictureOf(input: Input): { file: string; form: 'svg' | 'html'; replace: boolean } | undefined {
  const file = optionText(input, 'picture');
  if (file === undefined) return undefined;
  const form = /\.(svg|html)$/i.exec(file)?.[1]?.toLowerCase();
  if (form !== 'svg' && form !== 'html')
    throw usage('The picture is neither .svg nor .html.', 'Write e.g. --picture backtest.svg');
  return { file, form, replace: switchedOn(input, 'force') };
}
