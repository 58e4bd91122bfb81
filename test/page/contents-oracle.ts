import { type AnyNode, type Element, isTag, isText } from 'domhandler';
import { htmlTree } from '../../src/lib/page/html-tree.ts';

/** What an element adds by its tag alone, of the few that the random pages have. */
const SOURCES = ['href', 'src', 'data-src', 'action'];
const HANDLERS = ['onclick', '@click'];
const UNSEEN = new Set(['br', 'script', 'style', 'template']);
const NOTHING_WITHOUT_SOURCE = new Set(['a', 'img']);
const SHOWS_ALONE = new Set(['input', 'canvas', 'book-now']);

/** What the elements of a token hold, counted one by one on the whole tree of a page. */
export function countedContent(page: string, token: string) {
  const elements = htmlTree(page) ?? [];
  const carriers = new Set(elements.filter((element) => tokensOf(element).includes(token)));
  const within = (node: AnyNode) => ancestors(node).some((one) => carriers.has(one));
  const inside = elements.filter((element) => within(element) || carriers.has(element));
  const shown = inside.filter((element) => isShown(element) && (within(element) || SHOWS_ALONE.has(element.name)));
  const runs = elements.flatMap(runsOf).filter(({ parent }) => within(parent) || carriers.has(parent));
  const scripts = (counted: readonly Element[]) => counted.reduce((sum, element) => sum + scriptOf(element), 0);
  const held = {
    carrier: elements.find((element) => carriers.has(element))?.name ?? '',
    text: runs.reduce((sum, { text }) => sum + lengthOf(text), 0),
    elements: shown.length,
    sources: inside.reduce((sum, element) => sum + sourcesOf(element), 0),
    handlers: inside.reduce((sum, element) => sum + handlersOf(element), 0),
    label: inside.reduce((sum, { attribs }) => sum + lengthOf(attribs['aria-label'] ?? ''), 0),
    attributes: [...carriers]
      .filter((element) => !within(element))
      .reduce((sum, { attribs }) => sum + Object.keys(attribs).length + Number(attribs.class !== undefined), 0),
    otherwise: 0,
    scriptElsewhere: scripts(elements) - scripts(inside),
  };
  return isWaiting(inside, runs) ? { ...held, waiting: true } : held;
}

interface Run {
  readonly text: string;
  readonly parent: Element;
}

/** The texts of an element that no other element parts. */
function runsOf(parent: Element): Run[] {
  if (UNSEEN.has(parent.name)) return [];
  const runs = [''];
  for (const child of parent.children) {
    if (isText(child)) runs.push((runs.pop() ?? '') + child.data);
    else runs.push('');
  }
  return runs.filter((text) => lengthOf(text) > 0).map((text) => ({ text, parent }));
}

/** A placeholder counts wherever it stands in a feature, in this one or around it. */
function isWaiting(inside: readonly Element[], runs: readonly Run[]): boolean {
  const announced = (node: Element): boolean =>
    [node, ...ancestors(node)].some((one) => isPlaceholder(one) && isOfFeature(one));
  const lasting =
    inside.some((element) => !announced(element) && sourcesOf(element) + handlersOf(element) > 0) ||
    runs.some(({ text, parent }) => !isNotice(text) && !announced(parent));
  const notices = inside.some(isPlaceholder) || runs.some(({ text }) => isNotice(text));
  return notices && !lasting;
}

const tokensOf = ({ attribs }: Element) => (attribs['data-feature'] ?? '').split(' ');
const isOfFeature = (node: Element) => [node, ...ancestors(node)].some((one) => one.attribs['data-feature']);
const isPlaceholder = (one: Element) => one.attribs.class === 'skeleton' && sourcesOf(one) === 0;
const lengthOf = (text: string) => Array.from(text.replaceAll(/\s/g, '')).length;
const isNotice = (text: string) => lengthOf(text) <= 40 && /(?:…|\.\s*\.\s*\.)\s*$/.test(text);
const valuesOf = ({ attribs }: Element, names: readonly string[]) =>
  names.filter((name) => attribs[name] !== undefined);
const sourcesOf = (element: Element) =>
  valuesOf(element, SOURCES).filter((name) => element.attribs[name] !== '#').length;

function handlersOf(element: Element): number {
  const code = element.name === 'script' && element.children.length > 0 ? 1 : 0;
  return valuesOf(element, HANDLERS).length + code;
}

function isShown(element: Element): boolean {
  if (sourcesOf(element) > 0 || UNSEEN.has(element.name)) return false;
  return !NOTHING_WITHOUT_SOURCE.has(element.name);
}

function scriptOf(element: Element): number {
  if (element.name !== 'script') return 0;
  const code = element.children.filter(isText).reduce((sum, { data }) => sum + lengthOf(data), 0);
  return code + valuesOf(element, ['src']).length;
}

function ancestors(node: AnyNode): Element[] {
  const found: Element[] = [];
  for (let at = node.parent; at; at = at.parent) if (isTag(at)) found.push(at);
  return found;
}
