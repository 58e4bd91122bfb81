import { addressPiece, type Place } from './address-piece.ts';
import { CssScanner, type CssToken } from './css-scanner.ts';
import { DEAD_LINK } from './marks.ts';
import { importPiece } from './import-piece.ts';
import { joinedPieces, type Piece } from './pieces.ts';

/** Where a style sheet is read. */
export interface SheetPlace extends Place {
  /** Whether what it imports is taken in; an imported sheet's own imports are not. */
  readonly imports: boolean;
}

/** Stands for what is left out, so that nothing around it grows together. */
const GONE = ' ';

/** Functions in which a plain string is an address as well. */
const TAKE_ADDRESSES: ReadonlySet<string> = new Set(['image-set', '-webkit-image-set', 'image', 'src']);

/** An address that is nothing draws nothing. */
const ADDRESS = { before: 'url("', after: '")', otherwise: 'url("data:,")' };

/**
 * The pieces of a style sheet that loads nothing by itself: addresses of the own site become data, those of other hosts
 * nothing. Selectors of links mean our dead ones. Comments are dropped, strings and addresses closed, and nothing in it
 * opens a tag or an entity, wherever it stands. Stops when that is more than `most` bytes, for whoever shows no more.
 */
export function rewriteCss(css: string, place: SheetPlace, most: number): Piece[] {
  const rewriter = new CssRewriter(css.replace(/^\s*<!--/, '').replace(/-->\s*$/, ''), place);
  return joinedPieces(rewriter.pieces(most)).map((piece) => (typeof piece === 'string' ? harmless(piece) : piece));
}

class CssRewriter {
  readonly #scanner: CssScanner;
  readonly #place: SheetPlace;
  /** For each open bracket, whether a string in it is an address. */
  readonly #brackets: boolean[] = [];
  /** The word that the last token was, else nothing. */
  #word = '';

  constructor(css: string, place: SheetPlace) {
    this.#scanner = new CssScanner(css);
    this.#place = place;
  }

  pieces(most: number): Piece[] {
    const pieces: Piece[] = [];
    let left = most;
    for (let token = this.#scanner.next(); token && left >= 0; token = this.#scanner.next()) {
      const piece = this.#piece(token);
      left -= leastBytes(piece);
      pieces.push(piece);
      this.#word = token.kind === 'word' ? token.name : '';
    }
    return pieces;
  }

  #piece(token: CssToken): Piece {
    switch (token.kind) {
      case 'word':
        return token.name === '@import' ? this.#import() : nameOf(token.text);
      case 'string':
        if (this.#brackets.at(-1) === true) return this.#address(token.value);
        return token.value === undefined ? GONE : `"${quoted(token.value)}"`;
      case 'url':
        return this.#address(token.value);
      case 'comment':
        return GONE;
      case 'other':
        if (token.raw === '(') this.#brackets.push(TAKE_ADDRESSES.has(this.#word));
        if (token.raw === ')') this.#brackets.pop();
        return token.raw;
      case 'space':
        return token.raw;
      default:
        return token satisfies never;
    }
  }

  #address(value: string | undefined): Piece {
    return addressPiece(value, this.#place, ADDRESS, quoted);
  }

  #import(): Piece {
    let token = this.#scanner.next();
    while (token?.kind === 'space' || token?.kind === 'comment') token = this.#scanner.next();
    // an import of nothing ends at once
    if (token?.kind === 'other' && ';{}'.includes(token.raw)) return token.raw === ';' ? GONE : token.raw;
    const conditions = this.#scanner.statement();
    if (!this.#place.imports || (token?.kind !== 'string' && token?.kind !== 'url')) return GONE;
    return importPiece(token.value ?? '', conditions, this.#place) ?? GONE;
  }
}

/** A character has at least one byte, however it is written. */
function leastBytes(piece: Piece): number {
  if (typeof piece === 'string') return piece.length;
  return piece.before.length + piece.key.length + piece.after.length + piece.otherwise.length;
}

/** With six digits no space has to follow. */
const escapeOf = (character: string): string => `\\${(character.codePointAt(0) ?? 0).toString(16).padStart(6, '0')}`;

/** What a string in double quotes holds. Nothing in it looks like an address, an at-rule or a tag. */
function quoted(value: string): string {
  return value.replaceAll(/["\\\n<&(@]/g, escapeOf);
}

/** A name as it is written; what could be written plainly is, so that no name hides another. */
function nameOf(text: string): string {
  return text.replaceAll(/(?!^@)[\0-,./:-@[-^`{-\x7f]/g, escapeOf);
}

/** Text of a style sheet in which no `<` opens a tag and no `&` an entity; `<` still compares widths. */
function harmless(css: string): string {
  return css
    .replaceAll(/[<](?=[a-z/!?]|$)|&(?=[a-z#]|$)/gi, escapeOf)
    .replaceAll(/(?<!:):(?:any-)?link(?![\w-])/gi, `[${DEAD_LINK}]`);
}
