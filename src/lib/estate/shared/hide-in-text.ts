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
  const document = read(text);
  if (!document) return undefined;
  const root: unknown = document.toJS({ maxAliasCount: 1000 });
  const places = new Map<string, { readonly range: Range; readonly path: readonly string[]; readonly value: string }>();
  for (const { node, path } of literals(document.contents, [], document)) {
    const { range, value } = node;
    if (!range || value === null || typeof value === 'boolean') continue;
    const literal = typeof value === 'string' ? value : (node.source ?? JSON.stringify(value));
    if (!judge({ path, value: literal, root })) continue;
    const at = `${range[0]}`;
    if (!places.has(at)) places.set(at, { range, path, value: literal });
  }
  let hidden = '';
  let done = 0;
  for (const { range, path, value } of [...places.values()].toSorted((a, b) => a.range[0] - b.range[0])) {
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

function read(text: string): Document.Parsed | undefined {
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent', strict: false });
  return document.errors.length === 0 ? document : undefined;
}

interface Literal {
  readonly node: { readonly value: unknown; readonly range?: Range | null; readonly source?: string };
  readonly path: readonly string[];
}

/** Every scalar with its way to it; a tag of CloudFormation (`!Sub`) is a step of the way, as its long form is. */
function* literals(node: Node | null, path: readonly string[], document: Document): Iterable<Literal> {
  const tag = node && 'tag' in node && typeof node.tag === 'string' && /^!\w/.test(node.tag) ? node.tag : undefined;
  const at = tag === undefined ? path : [...path, tag];
  if (isAlias(node)) {
    const source = node.resolve(document);
    if (isScalar(source)) yield* literals(source, at, document);
  } else if (isScalar(node)) {
    yield { node, path: at };
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries())
      if (isNode(item)) yield* literals(item, [...at, String(index)], document);
  } else if (isMap(node)) {
    for (const pair of node.items) {
      if (!isPair(pair) || !isNode(pair.value)) continue;
      const key = isScalar(pair.key) ? String(pair.key.value) : '?';
      yield* literals(pair.value, [...at, key], document);
    }
  }
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isSeq(value) || isMap(value) || isAlias(value);
}
