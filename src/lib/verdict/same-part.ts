import type { Part } from '../page/parts.ts';

/** Those of the parts that the others have not, by kind and name. */
export function partsBeyond(parts: readonly Part[], others: readonly Part[]): Part[] {
  const known = new Set(others.map(keyOf));
  return parts.filter((part) => !known.has(keyOf(part)));
}

const keyOf = ({ kind, name }: Part): string => `${kind} ${name}`;

/** File names that many libraries have: only their host tells them apart. */
const COMMON = /^(?:api|app|embed|index|init|js|loader|main|script|sdk|style|styles|tag|widget|\*)\./;

/**
 * Whether two parts of different names are the same thing in another place: a relative address made absolute, or a file
 * moved to another folder or another CDN, or named by an ending that may be a hash.
 */
export function isSamePart(one: Part, other: Part): boolean {
  if (one.kind !== other.kind) return false;
  const [a, b] = [addressIn(one.name), addressIn(other.name)];
  if (!a || !b) return false;
  if (a.path === b.path && oneIsRelative(a.before, b.before)) return true;
  if (one.kind !== 'script' && one.kind !== 'stylesheet') return false;
  const [file, otherFile] = [fileIn(a.path), fileIn(b.path)];
  if (file !== undefined && file === otherFile) return a.before === b.before || !COMMON.test(file);
  return a.before === b.before && (cut(a.path) === b.path || cut(b.path) === a.path || cut(a.path) === cut(b.path));
}

interface Address {
  /** A form's method and the host; the host is empty where the address is relative. */
  readonly before: string;
  readonly path: string;
}

function addressIn(name: string): Address | undefined {
  const at = name.indexOf('/');
  return at === -1 ? undefined : { before: name.slice(0, at), path: name.slice(at) };
}

function oneIsRelative(one: string, other: string): boolean {
  const [short = '', long = ''] = [one, other].toSorted((a, b) => a.length - b.length);
  return short !== long && (short === '' || short.endsWith(' ')) && long.startsWith(short);
}

function fileIn(path: string): string | undefined {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return /^.+\.(?:js|css)$/s.test(file) ? file : undefined;
}

/** Without the 8 characters that bundlers may add, whatever they are. */
const cut = (path: string): string => path.replace(/[-.][\w-]{8}(?=\.(?:js|css)$)/, '');
