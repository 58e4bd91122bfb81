import { isAlias, isMap, isPair, isScalar, isSeq, parseDocument, type Document, type Node, type Range } from 'yaml';
import type { SecretReference } from '../../capture/secrets.ts';
import type { Sink } from '../../capture/sink.ts';

/** Says of a literal in a text, by where it stands, whether it is a secret. */
export type Judge = (literal: {
  readonly path: readonly string[];
  readonly value: string;
  readonly root: unknown;
}) => boolean;

/**
 * A text in JSON or YAML in which references stand for literals that are secrets, as `{"secret": …, "ref": …}`; everything else stays
 * as it was written, comments and layout, too. A text that cannot be read is a secret as a whole: `undefined`.
 */
export async function hideInText(
  text: string,
  name: string,
  judge: Judge,
  sink: Pick<Sink, 'secret'>,
): Promise<string | undefined> {
  const places = found(text, judge);
  if (!places) return undefined;
  let hidden = '';
  let done = 0;
  for (const { range, path, value } of places) {
    const reference = await sink.secret(`${name}/${path.join('/')}`, value);
    hidden +=
      text.slice(done, range[0]) + written(reference) + (text.slice(range[0], range[1]).endsWith('\n') ? '\n' : '');
    done = range[1];
  }
  return hidden + text.slice(done);
}

function written({ secret, ref }: SecretReference): string {
  return `{"secret": ${JSON.stringify(secret)}, "ref": ${JSON.stringify(ref)}}`;
}

interface Place {
  readonly range: Range;
  readonly path: readonly string[];
  readonly value: string;
}

/** Where secrets stand, in the order of the text; `undefined` where it cannot be read, or takes too long to. */
function found(text: string, judge: Judge): readonly Place[] | undefined {
  try {
    const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: 'silent', strict: false });
    if (document.errors.length > 0) return undefined;
    const root: unknown = document.toJS({ maxAliasCount: 1000 });
    const places = new Map<number, Place>();
    let looked = 0;
    for (const { node, path } of literals(document.contents, [], { document, within: new Set() })) {
      looked += 1;
      if (looked > MOST) return undefined;
      const { range, value } = node;
      if (!range || value === null || typeof value === 'boolean') continue;
      const literal = typeof value === 'string' ? value : (node.source ?? JSON.stringify(value));
      if (judge({ path, value: literal, root }) && !places.has(range[0]))
        places.set(range[0], { range, path, value: literal });
    }
    return [...places.values()].toSorted((a, b) => a.range[0] - b.range[0]);
  } catch (error) {
    // Too many aliases, or nested too deeply.
    if (error instanceof RangeError || error instanceof ReferenceError) return undefined;
    throw error;
  }
}

/** Literals of the largest template that AWS takes, a million bytes, and then some for aliases. */
const MOST = 500_000;

interface Literal {
  readonly node: { readonly value: unknown; readonly range?: Range | null; readonly source?: string };
  readonly path: readonly string[];
}

/** Every scalar with its way to it; a tag of CloudFormation (`!Sub`) is a step of the way, as its long form is. */
function* literals(
  node: Node | null,
  path: readonly string[],
  from: { readonly document: Document; readonly within: Set<Node> },
): Iterable<Literal> {
  const tag = node && 'tag' in node && typeof node.tag === 'string' && /^!\w/.test(node.tag) ? node.tag : undefined;
  const at = tag === undefined ? path : [...path, tag];
  if (isAlias(node)) {
    const source = node.resolve(from.document);
    // What is shared is what it is wherever it is named; one that names itself is looked at once.
    if (!source || from.within.has(source)) return;
    from.within.add(source);
    yield* literals(source, at, from);
    from.within.delete(source);
  } else if (isScalar(node)) {
    yield { node, path: at };
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries())
      if (isNode(item)) yield* literals(item, [...at, String(index)], from);
  } else if (isMap(node)) {
    for (const pair of node.items) {
      if (!isPair(pair) || !isNode(pair.value)) continue;
      const key = isScalar(pair.key) ? String(pair.key.value) : '?';
      yield* literals(pair.value, [...at, key], from);
    }
  }
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isSeq(value) || isMap(value) || isAlias(value);
}
