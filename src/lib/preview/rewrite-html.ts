import { decodeHTML } from 'entities/decode';
import { type HtmlEvents, scanHtml } from '../page/html-scanner.ts';
import { assetKey, type PageAddress, pageUrl, resolve } from '../page/page-address.ts';
import type { StartTag } from '../page/start-tag.ts';
import type { Place } from './address-piece.ts';
import { BOX } from './marks.ts';
import { escapeAll, escapeText, type Piece, Pieces } from './pieces.ts';
import { writtenAttributes } from './write-attributes.ts';
import { rewriteCss } from './rewrite-css.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

const NAME = /^[a-z][a-z\d:.-]*$/;

/** Left out with all that stands in them. A style is too, and put back when it is read. */
const SKIPPED = words('script style noframes noembed');

/** Left out by their tags alone: they load, lead or act, and show nothing themselves. */
const DROPPED = words(
  'base bgsound frame frameset link meta param track animate animatecolor animatemotion animatetransform set',
);

/** Written as another element: what another document or a plug-in would fill is a box. */
const WRITTEN_AS: ReadonlyMap<string, string> = new Map([
  ...['iframe', 'object', 'embed', 'applet', 'portal', 'fencedframe'].map((name) => [name, 'span'] as const),
  ...['xmp', 'plaintext'].map((name) => [name, 'pre'] as const),
]);

/** Whose end is written when they are closed, because their end tag may be missing or mean nothing. */
const ENDED_WHEN_CLOSED: ReadonlySet<string> = new Set([...WRITTEN_AS.keys(), 'title', 'textarea', 'noscript']);

/**
 * The markup of a page written anew, up to so many bytes: nothing of it runs, sends, leads anywhere or loads from
 * another host. Only tags that we wrote ourselves are tags in it.
 */
export function rewriteHtml(
  text: string,
  page: PageAddress,
  limit: number,
): { pieces: readonly Piece[]; cut: boolean } {
  const pieces = new Pieces(limit);
  scanHtml(text, new HtmlRewriter(text, { base: pageUrl(page), page }, pieces).events(false));
  return { pieces: pieces.all(), cut: pieces.full };
}

/** What is being left out: how often its element is open, and of a style what it says. */
interface Skipped {
  readonly name: string;
  readonly media?: string;
  readonly css: string[];
  depth: number;
}

class HtmlRewriter {
  readonly #text: string;
  readonly #pieces: Pieces;
  #place: Place;
  #hasBase = false;
  #skipped: Skipped | undefined;

  constructor(text: string, place: Place, pieces: Pieces) {
    this.#text = text;
    this.#place = place;
    this.#pieces = pieces;
  }

  /** `nested`: within a `<noscript>`, where another one shows nothing. */
  events(nested: boolean): HtmlEvents {
    return {
      startTag: (tag, opened) => this.#startTag(tag, opened),
      endTag: (name) => this.#endTag(name),
      closed: (name) => this.#closed(name),
      text: (start, end) => this.#shown(this.#text.slice(start, end)),
      rawText: (element, start, end) => this.#rawText(element, this.#text.slice(start, end), nested),
    };
  }

  #startTag(tag: StartTag, opened: boolean): void {
    const { name } = tag;
    if (this.#skipped) {
      if (opened && name === this.#skipped.name) this.#skipped.depth += 1;
      return;
    }
    if (SKIPPED.has(name)) {
      if (opened) this.#skipped = { name, depth: 1, css: [], media: tag.value('media') };
    } else if (DROPPED.has(name)) {
      this.#instead(tag);
    } else if (NAME.test(name)) {
      this.#written(tag, opened);
    }
  }

  #written(tag: StartTag, opened: boolean): void {
    const as = WRITTEN_AS.get(tag.name);
    const box = as === 'span';
    const attributes = writtenAttributes(tag, this.#place, box, this.#pieces.left);
    const end = as !== undefined && !opened ? `></${as}>` : as === undefined && tag.selfClosing ? '/>' : '>';
    this.#pieces.add(`<${as ?? tag.name}`, attributes, box ? ` ${BOX}=""${end}` : end);
  }

  /** What stands for a tag that is left out. */
  #instead(tag: StartTag): void {
    const { base, page } = this.#place;
    if (tag.name === 'base' && !this.#hasBase && tag.has('href')) {
      this.#hasBase = true;
      this.#place = { page, base: resolve(tag.value('href') ?? '', pageUrl(page)) ?? base };
    }
    if (tag.name === 'meta' && tag.value('name')?.toLowerCase() === 'viewport' && !tag.has('http-equiv')) {
      this.#pieces.add(`<meta name="viewport" content="${escapeAll(tag.value('content') ?? '')}">`);
    }
    if (tag.name === 'link') this.#pieces.add(this.#sheetOf(tag));
  }

  #sheetOf(tag: StartTag): Piece[] {
    const rel = (tag.value('rel') ?? '').toLowerCase().split(/\s+/);
    if (!rel.includes('stylesheet') || rel.includes('alternate') || tag.has('disabled')) return [];
    const url = resolve((tag.value('href') ?? '').trim(), this.#place.base);
    const key = assetKey(url, this.#place.page);
    if (!url || key === undefined) return [];
    return [
      { kind: 'sheet', key, url, nested: false, before: opening(tag.value('media')), after: '</style>', otherwise: '' },
    ];
  }

  #endTag(name: string): void {
    if (this.#skipped || ENDED_WHEN_CLOSED.has(name) || SKIPPED.has(name) || DROPPED.has(name)) return;
    if (NAME.test(name)) this.#pieces.add(`</${name}>`);
  }

  #closed(name: string): void {
    if (!this.#skipped) {
      if (ENDED_WHEN_CLOSED.has(name)) this.#pieces.add(`</${WRITTEN_AS.get(name) ?? name}>`);
      return;
    }
    if (name !== this.#skipped.name) return;
    this.#skipped.depth -= 1;
    if (this.#skipped.depth > 0) return;
    if (name === 'style') this.#style(this.#skipped);
    this.#skipped = undefined;
  }

  #style({ css, media }: Skipped): void {
    const pieces = rewriteCss(css.join(''), { ...this.#place, imports: true }, this.#pieces.left);
    this.#pieces.add(opening(media), pieces, '</style>');
  }

  #shown(text: string): void {
    if (!this.#skipped) return this.#pieces.add(escapeText(text));
    // in SVG the text of a style has entities
    this.#skipped.css.push(decodeHTML(text));
  }

  #rawText(element: string, text: string, nested: boolean): void {
    if (this.#skipped) {
      this.#skipped.css.push(text);
    } else if (element === 'noscript') {
      if (!nested) scanHtml(text, new HtmlRewriter(text, this.#place, this.#pieces).events(true));
    } else if (element !== 'iframe') {
      const entities = element === 'title' || element === 'textarea';
      this.#pieces.add(entities ? escapeText(text) : escapeAll(text));
    }
  }
}

const opening = (media: string | undefined): string =>
  media === undefined || media.trim() === '' ? '<style>' : `<style media="${escapeAll(media)}">`;
