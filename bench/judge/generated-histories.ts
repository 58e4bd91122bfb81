import { seeded, type Random } from '../../test/sim/random.ts';
import type { PageVersions } from './page-versions.ts';
import type { Redo } from './trial.ts';

/** How a page is written down. */
export type Layout = (page: Page) => string;

interface Block {
  readonly id: number;
  readonly lines: readonly string[];
}

interface Page {
  readonly blocks: readonly Block[];
  /** When the page was built: a line that every version has anew. */
  readonly built: number;
}

/** A change of a page; `undefined` where the page has not what it changes. */
type Edit = (page: Page) => Page | undefined;

const PAGES = 12;
const VERSIONS = 40;
const WORDS = 'sail harbour evening crew supper island tide ticket family captain sunset bay lantern rope'.split(' ');

/** The layouts of a page: as people write it, without line breaks, for Windows, and indented otherwise. */
export const LAYOUTS: Readonly<Record<string, Layout>> = {
  'as it was': (page) => written(page, '  ', '\n'),
  'CR LF': (page) => written(page, '  ', '\r\n'),
  're-indented': (page) => written(page, '\t\t', '\n'),
  minified: (page) => written(page, '', '').replaceAll(/ (class|id)="([\w-]+)"/g, ' $1=$2'),
};

/** A page of which every version and every edit is known, so that an edit can be made in any older copy of it. */
export interface GeneratedHistory extends PageVersions {
  /** Makes stale uploads written down in that layout. */
  readonly redoAs: (layout: Layout) => Redo;
}

/** Makes histories of pages that are edited block by block; equal seeds make equal histories. */
export function generatedHistories(seed: number): readonly GeneratedHistory[] {
  const random = seeded(seed);
  return Array.from({ length: PAGES }, (_, page) => generated(`generated ${page + 1}`, random));
}

function generated(page: string, random: Random): GeneratedHistory {
  let next = 0;
  const block = (): Block => ({
    id: (next += 1),
    lines: Array.from({ length: 2 + random.below(5) }, () => line(random)),
  });
  const pages: Page[] = [{ blocks: Array.from({ length: 8 + random.below(30) }, block), built: 0 }];
  const edits: Edit[] = [];
  while (pages.length < VERSIONS) {
    const last = pages.at(-1) ?? { blocks: [], built: 0 };
    const edit = drawn(last, block, random);
    const edited = edit(last);
    if (!edited) continue;
    edits.push(edit);
    pages.push({ ...edited, built: pages.length });
  }
  const asItWas = LAYOUTS['as it was'];
  const versions = pages.map((version, at) => ({ name: String(at), text: asItWas?.(version) ?? '' }));
  const redoAs =
    (layout: Layout): Redo =>
    (older, base) => {
      const copy = pages[older];
      const edited = copy && edits[base]?.(copy);
      return edited && layout({ ...edited, built: VERSIONS + base });
    };
  return { page, versions, redoAs };
}

/** One to three changes at once, each of one block. */
function drawn(page: Page, block: () => Block, random: Random): Edit {
  const changes = Array.from({ length: 1 + random.below(3) }, () => change(page, block, random));
  return (copy) => changes.reduce<Page | undefined>((edited, one) => edited && one(edited), copy);
}

function change({ blocks }: Page, block: () => Block, random: Random): Edit {
  const { id, lines } = random.pick(blocks);
  const at = random.below(lines.length);
  const kind = random.next();
  if (kind < 0.4) {
    const added = block();
    return insteadOf(id, (one) => [one, added]);
  }
  if (kind < 0.85) {
    const written = line(random);
    return insteadOf(id, (one) => one.lines[at] === lines[at] && [{ ...one, lines: one.lines.with(at, written) }]);
  }
  return insteadOf(id, (one) => one.lines.join() === lines.join() && []);
}

function insteadOf(id: number, becomes: (block: Block) => readonly Block[] | false): Edit {
  return (page) => {
    const at = page.blocks.findIndex((block) => block.id === id);
    const block = page.blocks[at];
    const instead = block ? becomes(block) : false;
    return instead ? { ...page, blocks: page.blocks.toSpliced(at, 1, ...instead) } : undefined;
  };
}

function line(random: Random): string {
  const words = Array.from({ length: 3 + random.below(6) }, () => random.pick(WORDS));
  return `<p class="text">${words.join(' ')} ${random.below(1000)}</p>`;
}

function written({ blocks, built }: Page, indent: string, end: string): string {
  const block = ({ id, lines }: Block) => [
    `${indent}<section id="block-${id}">`,
    ...lines.map((text) => `${indent}${indent}${text}`),
    `${indent}</section>`,
  ];
  const page = ['<!doctype html>', '<html><head>', `${indent}<meta name="built" content="${built}">`];
  return [...page, '</head><body>', ...blocks.flatMap(block), '</body></html>', ''].join(end);
}
