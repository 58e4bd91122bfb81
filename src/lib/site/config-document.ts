import { LineCounter, isAlias, isMap, isPair, isScalar, isSeq, parseDocument, type Document } from 'yaml';
import { LARGEST_CONFIG } from './largest-config.ts';

/** Deepest nesting that is read; the schema needs 7 levels. */
const DEEPEST = 64;

/** One mistake of a configuration: 1-based place, and what is wrong as `what; fix: …`. */
export interface Mistake {
  readonly line: number;
  readonly column: number;
  readonly says: string;
}

/** Keys and list positions from the top of the document. */
export type Path = readonly PropertyKey[];

/** A configuration as read: its plain value, and where in the file each part stands. */
export interface ConfigDocument {
  readonly value: unknown;
  /** The place of what is at `path`: of its key with `key`, else of its value, else of the nearest thing around it. */
  place(path: Path, key?: 'key'): { line: number; column: number };
}

/** Reads YAML within bounds: 1 MB, 64 levels, 100 expanded aliases. Gives the mistakes of syntax instead if there are any. */
export function readDocument(text: string): ConfigDocument | readonly Mistake[] {
  const oversize = tooMuch(text);
  if (oversize) return [oversize];
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    return faults.map(({ pos, message }) => ({ ...at(pos[0]), says: `is not YAML: ${message}; fix: correct it here` }));
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return { value, place: (path, key) => at(offsetOf(document, path, key)) };
  } catch {
    return [{ line: 1, column: 1, says: 'expands aliases too often; fix: write repeated parts out' }];
  }
}

/** Whether reading gave mistakes. */
export function isMistakes(read: ConfigDocument | readonly Mistake[]): read is readonly Mistake[] {
  return Array.isArray(read);
}

function tooMuch(text: string): Mistake | undefined {
  if (Buffer.byteLength(text) > LARGEST_CONFIG) {
    return { line: 1, column: 1, says: 'is larger than 1 MB; fix: keep only the sites in it' };
  }
  for (const [index, line] of text.split('\n').entries()) {
    // Flow brackets and "- - -" both nest on one line; deeper indentation than this nests no other way.
    const opened = line.match(/[[{]|- |\? /g)?.length ?? 0;
    const indented = line.length - line.trimStart().length;
    if (opened > DEEPEST || indented > DEEPEST * 4) {
      return { line: index + 1, column: 1, says: 'nests too deeply; fix: write one setting a line' };
    }
  }
  return undefined;
}

function offsetOf(document: Document.Parsed, path: Path, key: 'key' | undefined): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    const found = stepInto(node, step);
    if (!found) return offset;
    const last = index === path.length - 1;
    offset = (last && key ? found.key : (startOf(found.value) ?? found.key)) ?? offset;
    // An empty value has no place of its own worth showing: its key has.
    if (last && isScalar(found.value) && found.value.value === null) offset = found.key ?? offset;
    node = found.value;
  }
  return offset;
}

function stepInto(node: unknown, step: PropertyKey): { key: number | undefined; value: unknown } | undefined {
  if (isSeq(node)) {
    const value: unknown = node.items[Number(step)];
    return value === undefined ? undefined : { key: startOf(value), value };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step));
  return pair && { key: startOf(pair.key), value: pair.value };
}

function startOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined;
  return typeof node.range[0] === 'number' ? node.range[0] : undefined;
}
