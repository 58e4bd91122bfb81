import type { StartTag } from '../page/start-tag.ts';
import { addressPiece, type Place } from './address-piece.ts';
import { DEAD_LINK } from './marks.ts';
import { escapeAll, escapedPieces, type Piece } from './pieces.ts';
import { rewriteCss } from './rewrite-css.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/));

const NAME = /^[a-z_][\w:.@-]*$/;

/** Attributes that load, send, lead somewhere or act by themselves. What is an image is taken in before. */
const DROPPED = words(
  `href xlink:href src srcset srcdoc action formaction formmethod formtarget target ping download data code codebase
  classid archive cite longdesc lowsrc dynsrc manifest profile usemap ismap background poster imagesrcset imagesizes
  attributionsrc nonce integrity http-equiv autofocus autoplay xml:base sizes method enctype loading`,
);

/** What an element that stands for a frame or a plug-in keeps. */
const BOX_KEEPS = words('id class style width height title role aria-label aria-hidden');

/** Attributes of SVG in which an address stands as in a style sheet. */
const STYLED = words('style fill stroke filter mask clip-path marker marker-start marker-mid marker-end cursor');

/** Elements of SVG that may refer to a part of the same document. */
const REFERRING = words('use lineargradient radialgradient pattern textpath mpath filter feimage');

/** Attributes that hold the address of an image, by element. */
const IMAGES: Readonly<Record<string, readonly string[]>> = {
  img: ['src'],
  input: ['src'],
  image: ['href', 'xlink:href', 'src'],
  feimage: ['href', 'xlink:href'],
  video: ['poster'],
  body: ['background'],
  table: ['background'],
  td: ['background'],
  th: ['background'],
};

/**
 * The attributes of a tag, each after a space: nothing of them loads, leads or runs. A box keeps only a few. A style that
 * has more than `most` bytes is longer than that here too.
 */
export function writtenAttributes(tag: StartTag, place: Place, box: boolean, most: number): Piece[] {
  const attributes = tag.record();
  const pieces = Object.entries(attributes).flatMap(([name, value]): Piece | Piece[] => {
    if (!NAME.test(name) || name.startsWith('on')) return [];
    if (STYLED.has(name)) return styled(name, value, place, most);
    return (box ? BOX_KEEPS.has(name) : !DROPPED.has(name)) ? ` ${name}="${escapeAll(value)}"` : [];
  });
  return box ? pieces : [...pieces, ...addressesOf(tag.name, attributes, place)];
}

function styled(name: string, value: string, place: Place, most: number): Piece[] {
  return [` ${name}="`, ...escapedPieces(rewriteCss(value, { ...place, imports: false }, most), escapeAll), '"'];
}

function addressesOf(element: string, attributes: Readonly<Record<string, string>>, place: Place): Piece[] {
  const href = attributes['href'] ?? attributes['xlink:href'];
  if (element === 'a' || element === 'area') return href === undefined ? [] : [` ${DEAD_LINK}=""`];
  if (REFERRING.has(element) && href !== undefined && /^#[\w:.-]+$/.test(href)) return [` href="${href}"`];
  if (element === 'source') return sourceOf(attributes, place);
  const name = IMAGES[element]?.find((each) => attributes[each] !== undefined);
  const address = name === undefined ? undefined : attributes[name];
  const value = element === 'img' ? (usable(address) ?? firstOf(attributes['srcset'])) : address;
  return value === undefined ? [] : [imagePiece(element === 'img' ? 'src' : (name ?? 'src'), value, place)];
}

/** Of a picture's source the first candidate stands for all. */
function sourceOf(attributes: Readonly<Record<string, string>>, place: Place): Piece[] {
  const first = firstOf(attributes['srcset']);
  return first === undefined ? [] : [imagePiece('srcset', first, place)];
}

function imagePiece(name: string, address: string, place: Place): Piece {
  const around = { before: ` ${name}="`, after: '"', otherwise: '' };
  const piece = addressPiece(address, place, around, escapeAll);
  // what an image refers to in its own document is none
  return typeof piece !== 'string' && piece.kind === 'font' ? '' : piece;
}

const usable = (address: string | undefined): string | undefined => (address?.trim() === '' ? undefined : address);

/** The address of the first image of a `srcset`; data may hold commas. */
function firstOf(srcset: string | undefined): string | undefined {
  return /^[\s,]*(\S+)/.exec(srcset ?? '')?.[1]?.replace(/,+$/, '');
}
