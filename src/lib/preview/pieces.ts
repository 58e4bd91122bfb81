/**
 * A part of a document in the making: text, or something of the site's own that still has to be fetched. With it,
 * `before`, the data and `after` stand there; without it, `otherwise` does.
 */
export type Piece = string | Wanted;

export type Wanted =
  | {
      readonly kind: 'image' | 'font';
      readonly key: string;
      readonly before: string;
      readonly after: string;
      readonly otherwise: string;
    }
  /** A style sheet, whose own pieces stand between `before` and `after`. `nested` is one that another imports. */
  | {
      readonly kind: 'sheet';
      readonly key: string;
      readonly url: URL;
      readonly nested: boolean;
      readonly before: string;
      readonly after: string;
      readonly otherwise: '';
    };

/** Collects pieces up to so many bytes, counted by `cost`; what comes after is dropped, and `full` says so. */
export class Pieces {
  readonly #pieces: Piece[] = [];
  #text: string[] = [];
  readonly #cost: (piece: Piece) => number;
  #left: number;
  full = false;

  constructor(limit: number, cost = bytesOf) {
    this.#left = limit;
    this.#cost = cost;
  }

  /** Less than nothing once it is full. */
  get left(): number {
    return this.#left;
  }

  /** All of them, or none and nothing more. */
  add(...together: readonly (Piece | readonly Piece[])[]): void {
    const pieces = together.flat();
    for (const piece of pieces) this.#left -= this.#cost(piece);
    this.full ||= this.#left < 0;
    if (this.full) return;
    for (const piece of pieces) {
      if (typeof piece === 'string') this.#text.push(piece);
      else this.#flush().push(piece);
    }
  }

  all(): readonly Piece[] {
    return this.#flush();
  }

  #flush(): Piece[] {
    if (this.#text.length > 0) this.#pieces.push(this.#text.join(''));
    this.#text = [];
    return this.#pieces;
  }
}

/**
 * The bytes of a piece in an answer of a function, which is JSON, without what is fetched for it. Its key counts, for it
 * is held as well: no document can want more than it may have bytes.
 */
export function bytesOf(piece: Piece): number {
  if (typeof piece === 'string') return escapedBytes(piece);
  const { before, key, after, otherwise } = piece;
  return escapedBytes(before) + key.length + escapedBytes(after) + escapedBytes(otherwise);
}

/** A text in JSON, without the quotes around it. */
const escapedBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text)) - 2;

/** The same pieces, with texts that follow each other in one. */
export function joinedPieces(pieces: readonly Piece[]): Piece[] {
  const collected = new Pieces(Number.POSITIVE_INFINITY, () => 0);
  collected.add(pieces);
  return [...collected.all()];
}

/** The same pieces with all their text escaped for where they stand. */
export function escapedPieces(pieces: readonly Piece[], escape: (text: string) => string): Piece[] {
  return pieces.map((piece) => {
    if (typeof piece === 'string') return escape(piece);
    if (piece.kind === 'sheet') return { ...piece, before: escape(piece.before), after: escape(piece.after) };
    const { before, after, otherwise } = piece;
    return { ...piece, before: escape(before), after: escape(after), otherwise: escape(otherwise) };
  });
}

/** Text between tags: no `<` of it opens anything; entities stay what they are. */
export function escapeText(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Plain text, as text between tags or as the value of an attribute in double quotes. */
export function escapeAll(text: string): string {
  return escapeText(text.replaceAll('&', '&amp;')).replaceAll('"', '&quot;');
}
