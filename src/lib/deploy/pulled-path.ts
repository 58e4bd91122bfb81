/** Longest name between slashes that file systems take, in UTF-8 bytes. */
const LONGEST_NAME = 255;

/** Longest path that is kept, in UTF-8 bytes: a key of S3 has no more than 1,024, and copies are kept below folders. */
const LONGEST_PATH = 1200;

/** Where sites keep what the web expects at a fixed place. */
const WELL_KNOWN = '.well-known';

// File systems of macOS do not tell such characters from nothing.
const IGNORED = /\p{Cf}/gu;

/**
 * Why a path is not kept in a working folder, in words; `undefined` when it is. Keys are anybody's: none may leave the
 * folder, nor become a file that Holdfast, git or another tool acts upon.
 */
export function whyUnheld(path: string): string | undefined {
  if (path === '') return 'it has no name';
  if (Buffer.byteLength(path) > LONGEST_PATH) return `it is longer than ${LONGEST_PATH} bytes`;
  if (/\p{Cc}/u.test(path) || !path.isWellFormed()) return 'it has control characters';
  if (path.includes('\\')) return 'it has a backslash';
  return path
    .split('/')
    .map(whyNoName)
    .find((why) => why !== undefined);
}

function whyNoName(name: string): string | undefined {
  if (name === '') return 'it has nothing between two slashes, or begins or ends with one';
  if (name === '.' || name === '..') return 'it has a "." or ".." between slashes';
  if (Buffer.byteLength(name) > LONGEST_NAME) return `it has a name of more than ${LONGEST_NAME} bytes`;
  const seen = name.replace(IGNORED, '').toLowerCase();
  if (seen.startsWith('.') && name !== WELL_KNOWN) return 'it has a name that begins with a dot';
  if (seen === 'node_modules' || seen === 'git~1') return `it has the name ${seen}, which tools act upon`;
  return undefined;
}

/**
 * Paths that cannot be kept beside each other, with the reason: a file where a folder must be, and with `foldsCase`, names
 * that differ in nothing but case or in how accents are written.
 */
export function clashes(paths: readonly string[], foldsCase: boolean): ReadonlyMap<string, string> {
  const fold = (path: string) => (foldsCase ? path.normalize('NFC').toLowerCase() : path);
  const folders = new Set(paths.flatMap((path) => parentsOf(fold(path))));
  const seen = Map.groupBy(paths, fold);
  const found = new Map<string, string>();
  for (const [folded, alike] of seen) {
    const [first, second] = alike;
    if (alike.length > 1) {
      for (const path of alike) found.set(path, `here it is the same as ${path === first ? second : first}`);
    } else if (first !== undefined && folders.has(folded)) found.set(first, 'others need a folder of that name');
  }
  return found;
}

function parentsOf(path: string): readonly string[] {
  const names = path.split('/');
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'));
}
