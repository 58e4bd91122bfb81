import { isBuildMark, withoutEndingHash } from './build-mark.ts';

/** An address as it is told apart from others, whatever scheme, query or fragment it has. */
export interface KnownAddress {
  /** Lower case, without `www.`; empty where the address is relative. */
  readonly host: string;
  /** Its path, steps up and empty steps left out. */
  readonly steps: readonly string[];
}

const LONGEST = 2000;

/** Reads an address of a page's markup; `undefined` where nothing is fetched: `data:`, `javascript:`, `#`, nothing. */
export function knownAddress(reference: string): KnownAddress | undefined {
  const address = reference
    .slice(0, LONGEST)
    .replaceAll(/[\t\n\r]+/g, '')
    .trim()
    .replace(/[?#].*$/s, '')
    .replaceAll('\\', '/');
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(address)?.[1]?.toLowerCase();
  if (address === '' || (scheme !== undefined && scheme !== 'http' && scheme !== 'https')) return undefined;
  const [, host = '', path = ''] = /^(?:[a-z]+:)?\/\/+([^/]*)(.*)$/is.exec(address) ?? ['', '', address];
  const steps = path.split('/').filter((step) => step !== '' && step !== '.' && step !== '..');
  return { host: host.toLowerCase().replace(/^www\./, ''), steps };
}

/** The address itself, without what may differ between two spellings of it: `/book`, `shop.example/book`. */
export function plainName({ host, steps }: KnownAddress): string {
  const path = steps.map((step) => step.replace(/;.*$/s, '')).filter((step) => !/^index\.(?:html?|php)$/i.test(step));
  return `${host}/${path.join('/')}`;
}

/**
 * What a script or style sheet is known by from one build to the next: its address without version numbers and content
 * hashes in folders and file name, `/assets/app.js` for `/assets/v2/app.3f2a9c1b.min.js`.
 */
export function builtName({ host, steps }: KnownAddress): string {
  const folders = steps
    .slice(0, -1)
    .map(withoutVersion)
    .filter((step) => step !== '' && !isBuildMark(step));
  const file = fileName(steps.at(-1) ?? '');
  return [host, ...folders, ...(file === '' ? [] : [file])].join('/') || '/';
}

/** Which make of a library a file is, not which library. */
const MAKES: ReadonlySet<string> = new Set(
  'min slim bundle chunk prod production dev development esm umd cjs iife legacy modern module es5 es6 es2015'.split(
    ' ',
  ),
);

/** The name of a file without its marks: `app.js`, `*.js` where nothing else is left. */
function fileName(file: string): string {
  const written = /\.(?:[cm]?js|css)$/i.exec(file)?.[0] ?? '';
  const ending = written.toLowerCase().replace(/^\.[cm]js$/, '.js');
  const stem = withoutEndingHash(withoutVersion(file.slice(0, file.length - written.length)));
  const pieces = stem.split(/(?=[.~_-])/).filter((piece) => !isBuildMark(bare(piece)));
  const telling = pieces.filter((piece) => !MAKES.has(bare(piece).toLowerCase()));
  const name = bare((telling.length > 0 ? telling : pieces).join(''));
  if (ending === '') return /^(?:css|js)\d*$/.test(name) ? '' : name;
  return `${name === '' ? '*' : name}${ending}`;
}

const bare = (piece: string): string => piece.replace(/^[.~_-]+/, '');

/** `jquery` for `jquery@3.6.0`; a scope's `@` stays. */
const withoutVersion = (step: string): string => step.replace(/(?<=.)@.*$/s, '');
