import type { Place } from '../verdict/finding.ts';
import { builtName, knownAddress, plainName } from './address-name.ts';
import type { HtmlEvents } from './html-scanner.ts';
import { ownCopy, placeFinder } from './place.ts';
import { providersIn } from './providers.ts';
import { isCode, scriptType } from './script-type.ts';
import type { StartTag } from './start-tag.ts';
import { typesOf } from './structured-data.ts';

/** Something that a page is made of and that does not vanish unnoticed. */
export interface Part {
  readonly kind: 'script' | 'stylesheet' | 'form' | 'canonical' | 'json-ld';
  /** What it is known by from one version to the next: an address without what changes at every build. */
  readonly name: string;
  readonly place: Place;
}

/** Parts that are remembered of a page: the first ones. A list of so many may have left some out. */
export const MAX_PARTS = 200;
/** Elements that are looked at for them. */
const MAX_LOOKED_AT = 20_000;
const LONGEST_NAME = 200;

/** Listens to a scan of an HTML page; when that is done, `result` has its parts, each once, in order of appearance. */
export function partReader(text: string): { readonly events: HtmlEvents; readonly result: () => readonly Part[] } {
  const parts = new Map<string, Part>();
  const placeOf = placeFinder(text);
  let [lookedAt, scriptStart, type] = [0, 0, ''];
  const add = (kind: Part['kind'], name: string | undefined, offset: number) => {
    if (name === undefined || parts.size === MAX_PARTS) return;
    const cut = name.slice(0, LONGEST_NAME);
    const key = `${kind} ${cut}`;
    if (!parts.has(key)) parts.set(ownCopy(key), { kind, name: ownCopy(cut), place: placeOf(offset) });
  };
  const looks = () => parts.size < MAX_PARTS && (lookedAt += 1) <= MAX_LOOKED_AT;
  const events: HtmlEvents = {
    startTag: (tag) => {
      const { name, start } = tag;
      if (name === 'script') {
        scriptStart = start;
        type = scriptType(tag);
        if (tag.has('src') && looks()) add('script', built(tag.value('src')), start);
      } else if (name === 'link' && looks()) {
        const [kind, part] = linked(tag);
        if (kind) add(kind, part, start);
      } else if (name === 'form' && looks()) add('form', formName(tag), start);
    },
    rawText: (element, start, end) => {
      if (element !== 'script' || parts.size === MAX_PARTS) return;
      const script = text.slice(start, end);
      if (type === 'application/ld+json') {
        for (const item of typesOf(script)) add('json-ld', item, scriptStart);
      } else if (isCode(type)) {
        for (const provider of providersIn(script)) add('script', `${provider} (inline)`, scriptStart);
      }
    },
  };
  return { events, result: () => [...parts.values()] };
}

function built(reference: string | undefined): string | undefined {
  const address = knownAddress(reference ?? '');
  return address && builtName(address);
}

/** A style sheet may be preloaded and then applied by its `onload`. */
function linked(tag: StartTag): readonly [kind?: 'stylesheet' | 'canonical', name?: string] {
  const rel = (tag.value('rel') ?? '').toLowerCase().split(/\s+/);
  const applied = rel.includes('preload') && tag.has('onload') && tag.value('as')?.toLowerCase() === 'style';
  if (applied || rel.includes('stylesheet')) return ['stylesheet', built(tag.value('href'))];
  if (!rel.includes('canonical')) return [];
  const address = knownAddress(tag.value('href') ?? '');
  return ['canonical', address && plainName(address)];
}

/** By method and action; a form that is sent by script, by its id or name. */
function formName(tag: StartTag): string {
  const action = knownAddress(tag.value('action') ?? '');
  const method = (tag.value('method') ?? '').trim().toUpperCase();
  if (action) return `${method === '' ? 'GET' : method} ${plainName(action)}`;
  const own = (tag.value('id') ?? tag.value('name') ?? '').trim();
  return own === '' ? 'without action or id' : `#${own}`;
}
