import { scanHtml } from '../page/html-scanner.ts';
import type { StartTag } from '../page/start-tag.ts';
import { FEATURE_ATTRIBUTES } from './feature-attributes.ts';
import type { ProviderMarks } from './provider.ts';
import { attributesOf, fieldOf, isNavigation, worthALook } from './read-tag.ts';
import type { InlineSighting, Sighting, Sightings } from './sighting.ts';

/** Elements of one tag that are looked at: nobody reads proposals for more, and a hostile page has millions. */
const MOST_OF_A_TAG = 300;

/** Distinct values of a marking attribute that are counted, and fields, links and characters of one element. */
const MOST_MARKS = 300;
const MOST_FIELDS = 50;
const MOST_TEXT = 80;
const MOST_TYPES = 5;
const MOST_SCRIPTS = 20;

/** How far out of a tag the elements are looked for that it belongs to. */
const FARTHEST = 24;

const LANDMARKS = new Set(['header', 'nav', 'main', 'aside', 'footer', 'form']);
const FIELDS = new Set(['input', 'select', 'textarea']);

/** What a page is looked through with. */
export interface Lookout {
  /** The attributes that mark features as configured, in lower case. */
  readonly attributes: readonly string[];
  /** Tokens: what they mark is not looked into. */
  readonly retired: ReadonlySet<string>;
  readonly providers: ProviderMarks;
}

interface Open {
  readonly landmark: boolean;
  readonly marked: boolean;
  readonly retired: boolean;
  readonly sighting: Sighting | undefined;
}

/** Looks once through a page for all that may be a feature. Linear in its length; what it gives is bounded. */
export function sightPage(text: string, lookout: Lookout): Sightings {
  const watcher = new Watcher(text, lookout);
  scanHtml(text, {
    startTag: (tag, opened) => watcher.startTag(tag, opened),
    closed: () => watcher.closed(),
    text: (start, end) => watcher.words(start, end),
    rawText: (element, start, end) => watcher.raw(element, start, end),
  });
  return watcher;
}

class Watcher implements Sightings {
  readonly elements: Sighting[] = [];
  readonly inline: InlineSighting[] = [];
  readonly dataTypes: string[] = [];
  readonly marks = new Map<string, Map<string, number>>();
  readonly #text: string;
  readonly #lookout: Lookout;
  readonly #open: Open[] = [];
  readonly #landmarks: string[] = [];
  readonly #seen = new Map<string, number>();
  #marked = 0;
  #retired = 0;
  #scriptType = '';

  constructor(text: string, lookout: Lookout) {
    this.#text = text;
    this.#lookout = lookout;
  }

  startTag(tag: StartTag, opened: boolean): void {
    const names = this.#lookout.attributes.flatMap((attribute) => tag.value(attribute)?.split(/\s+/) ?? []);
    const marked = names.length > 0;
    const retired = names.some((name) => this.#lookout.retired.has(name));
    this.#mark(tag);
    this.#tellAround(tag);
    if (tag.name === 'script') this.#scriptType = tag.value('type') ?? '';
    const sighting = retired || this.#retired > 0 ? undefined : this.#sighting(tag, marked);
    if (sighting) this.elements.push(sighting);
    if (!opened) return;
    const landmark = LANDMARKS.has(tag.name);
    if (landmark) this.#landmarks.push(tag.name);
    if (marked) this.#marked += 1;
    if (retired) this.#retired += 1;
    this.#open.push({ landmark, marked, retired, sighting });
  }

  closed(): void {
    const open = this.#open.pop();
    if (open?.landmark) this.#landmarks.pop();
    if (open?.marked) this.#marked -= 1;
    if (open?.retired) this.#retired -= 1;
  }

  words(start: number, end: number): void {
    for (const sighting of this.#around('a', 'button')) {
      const room = MOST_TEXT - sighting.text.length;
      if (room > 0) sighting.text += ` ${this.#text.slice(start, Math.min(end, start + room))}`;
    }
  }

  raw(element: string, start: number, end: number): void {
    if (element !== 'script' || this.#retired > 0) return;
    const code = this.#text.slice(start, end);
    if (/ld\+json/i.test(this.#scriptType)) this.#types(code);
    if (/json|template|html|shader/i.test(this.#scriptType)) return;
    for (const { provider, text } of this.#lookout.providers.inline) {
      if (!code.includes(text)) continue;
      const known = this.inline.find((each) => each.code === text) ?? { provider, code: text, scripts: [] };
      if (known.scripts.length === 0) this.inline.push(known);
      if (known.scripts.length < MOST_SCRIPTS) known.scripts.push({ start, end });
    }
  }

  #types(code: string): void {
    for (const [, type = ''] of code.slice(0, 100_000).matchAll(/"@type"\s{0,20}:\s{0,20}"(\w{1,40})"/g)) {
      if (this.dataTypes.length < MOST_TYPES && !this.dataTypes.includes(type)) this.dataTypes.push(type);
    }
  }

  #mark(tag: StartTag): void {
    for (const name of FEATURE_ATTRIBUTES) {
      const value = tag.value(name);
      if (value === undefined) continue;
      const values = this.marks.get(name) ?? new Map<string, number>();
      this.marks.set(name, values);
      if (values.size < MOST_MARKS && !values.has(value.slice(0, 200))) values.set(value.slice(0, 200), tag.start);
    }
  }

  /** Tells the elements around a tag what it is to them. */
  #tellAround(tag: StartTag): void {
    if (tag.name === 'a') for (const around of this.#around('nav', 'footer')) around.links += 1;
    if (FIELDS.has(tag.name) && tag.value('type') !== 'hidden') {
      for (const form of this.#around('form')) {
        if (form.fields.length < MOST_FIELDS) form.fields.push(fieldOf(tag));
      }
    }
    if (tag.name === 'source') {
      for (const player of this.#around('video', 'audio')) {
        if (player.files.length < MOST_FIELDS) player.files.push((tag.value('src') ?? '').slice(0, 200));
      }
    }
  }

  /** The open elements of these tags that are not far out. */
  #around(...tags: readonly string[]): Sighting[] {
    const found: Sighting[] = [];
    for (let at = this.#open.length - 1; at >= 0 && at >= this.#open.length - FARTHEST; at -= 1) {
      const sighting = this.#open[at]?.sighting;
      if (sighting && (tags.includes(sighting.tag) || (tags.includes('nav') && isNavigation(sighting)))) {
        found.push(sighting);
      }
    }
    return found;
  }

  #sighting(tag: StartTag, marked: boolean): Sighting | undefined {
    const providers = this.#lookout.providers.ofElement(tag.name, (attribute) => tag.value(attribute));
    if (!worthALook(tag, providers)) return undefined;
    const seen = this.#seen.get(tag.name) ?? 0;
    if (seen >= MOST_OF_A_TAG && providers.length === 0) return undefined;
    if (seen >= 2 * MOST_OF_A_TAG) return undefined;
    this.#seen.set(tag.name, seen + 1);
    return {
      offset: tag.start,
      tag: tag.name,
      attributes: attributesOf(tag),
      within: this.#landmarks.slice(-8),
      marked: marked || this.#marked > 0,
      providers,
      text: '',
      links: 0,
      fields: [],
      files: [],
    };
  }
}
