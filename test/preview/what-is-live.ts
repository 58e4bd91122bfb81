import { SAXParser } from 'parse5-sax-parser';

/** Attributes that make a browser load, send or go somewhere. */
const LOADS = new Set(
  'src srcset href xlink:href action formaction target ping data poster background srcdoc http-equiv cite manifest imagesrcset codebase classid archive profile longdesc lowsrc dynsrc'.split(
    ' ',
  ),
);
const FORBIDDEN = new Set(
  'script iframe frame frameset object embed applet base link portal fencedframe bgsound track param animate animatemotion animatetransform set'.split(
    ' ',
  ),
);

/** The policy that the document states itself. */
const OWN_META = ['http-equiv', 'content'];

/** What of a document could run, load or lead somewhere, as another parser sees it; none of a preview's is. */
export function whatIsLive(document: string): string[] {
  const found: string[] = [];
  let style: string[] | undefined;
  let metas = 0;
  const parser = new SAXParser();
  parser.on('startTag', ({ tagName, attrs }) => {
    const element = tagName.toLowerCase();
    if (element === 'style') style = [];
    if (FORBIDDEN.has(element)) found.push(`<${element}>`);
    const own = element === 'meta' && attrs.map(({ name }) => name).join(' ') === OWN_META.join(' ');
    if (own && (metas += 1) === 1) return;
    for (const { prefix, name, value } of attrs) {
      const attribute = (prefix ? `${prefix}:${name}` : name).toLowerCase();
      if (attribute.startsWith('on')) found.push(attribute);
      if (LOADS.has(attribute) && !isHarmless(attribute, value)) found.push(`${attribute}=${value}`);
      if (attribute === 'style' || attribute === 'fill') found.push(...liveCss(value));
    }
  });
  parser.on('text', ({ text }) => style?.push(text));
  parser.on('endTag', ({ tagName }) => {
    if (tagName.toLowerCase() !== 'style' || !style) return;
    found.push(...liveCss(style.join('')));
    style = undefined;
  });
  parser.end(document);
  if (style) found.push(...liveCss(style.join('')));
  return found;
}

function isHarmless(attribute: string, value: string): boolean {
  if (attribute === 'href' || attribute === 'xlink:href') return value.startsWith('#') || value.startsWith('data:');
  return ['src', 'srcset', 'poster', 'background'].includes(attribute) && value.startsWith('data:');
}

/** Addresses in a style sheet that are neither data nor a part of the document, at-rules that load, and tags. */
function liveCss(css: string): string[] {
  const plain = css.replaceAll(/\\([\da-f]{1,6})\s?/gi, (escape, hex: string) => {
    const character = String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0xffff));
    return /[a-z]/i.test(character) ? character : escape;
  });
  const urls = [...plain.matchAll(/(?<![@\w-]|[^\0-\x7f])(?:url|image-set|image|src)\(\s*(?!\s|url\()([^)\s]*)/gi)];
  const live = urls.map(([, address = '']) => address).filter((address) => !/^$|^"(?:data:|#)/.test(address));
  const imports = plain.match(/@import(?![\w\\-]|[^\0-\x7f])/gi) ?? [];
  return [...live, ...imports, ...(css.match(/<[a-z!/]/gi) ?? [])];
}
