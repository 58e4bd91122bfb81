import { SAXParser } from 'parse5-sax-parser';
import { decodeHTML } from 'entities/decode';
import { scanHtml } from '../../src/lib/page/html-scanner.ts';

/** What a page's scan comes to, in a form that two scanners can be compared by. */
export type Scanned = readonly string[];

/** What our scanner sees: tags with their attributes, comments, and text by runs. */
export function scannedByUs(page: string): Scanned {
  const seen = new Collected();
  scanHtml(page, {
    startTag: (tag) => seen.tag(tag.name, Object.entries(tag.record())),
    endTag: (name) => seen.add(`</${name}>`),
    comment: (start, end) => seen.comment(page.slice(start, end)),
    text: (start, end) => seen.text(decodeHTML(page.slice(start, end))),
    rawText: (element, start, end) => {
      const raw = page.slice(start, end);
      seen.text(element === 'title' || element === 'textarea' ? decodeHTML(raw) : raw);
    },
  });
  return seen.all();
}

/** What parse5's streaming parser sees, without what stands in templates. */
export function scannedByParse5(page: string): Scanned {
  const seen = new Collected();
  let inert = 0;
  const live = (add: () => void) => {
    if (inert === 0) add();
  };
  const parser = new SAXParser();
  parser.on('startTag', ({ tagName, attrs }) => {
    if (tagName === 'template') inert += 1;
    else
      live(() =>
        seen.tag(
          tagName.toLowerCase(),
          attrs.map(({ prefix, name, value }) => [prefix ? `${prefix}:${name}` : name, value]),
        ),
      );
  });
  parser.on('endTag', ({ tagName }) => {
    const was = inert;
    if (tagName === 'template') inert = Math.max(0, inert - 1);
    if (was === 0) seen.add(`</${tagName.toLowerCase()}>`);
  });
  parser.on('comment', ({ text }) => live(() => seen.comment(text)));
  parser.on('text', ({ text }) => live(() => seen.text(text)));
  parser.end(page);
  return seen.all();
}

class Collected {
  readonly #seen: string[] = [];
  #text = '';

  tag(name: string, attributes: readonly (readonly [string, string])[]): void {
    const own = attributes.map(([attribute, value]) => `${attribute.toLowerCase()}=${JSON.stringify(value)}`);
    this.add(`<${name === 'image' ? 'img' : name} ${own.toSorted().join(' ')}>`);
  }

  add(item: string): void {
    this.#flush();
    this.#seen.push(item);
  }

  /** How many of the dashes before the end of the page belong to a comment that is never closed is left open. */
  comment(text: string): void {
    this.add(`<!--${text.replace(/[-!]+$/, '')}-->`);
  }

  text(text: string): void {
    this.#text += text;
  }

  all(): Scanned {
    this.#flush();
    return this.#seen;
  }

  // browsers drop a line feed after <pre> and <textarea>; line feeds are no markup, so none is compared
  #flush(): void {
    if (this.#text.replaceAll('\n', '') !== '') this.#seen.push(`"${this.#text.replaceAll('\n', '')}"`);
    this.#text = '';
  }
}
