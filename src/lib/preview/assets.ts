/** An object of the site, its content encoding undone. */
export interface Asset {
  readonly bytes: Uint8Array;
  readonly contentType?: string;
}

/** A live object of the site; `undefined` when it is not there, or has more bytes than that. */
export type ReadAsset = (key: string, maxBytes: number) => Promise<Asset | undefined>;

/** Bounds of one preview. */
export interface PreviewLimits {
  /** Bytes of the whole document as a text in JSON. */
  readonly documentBytes: number;
  /** Bytes of a style sheet, image or font. */
  readonly assetBytes: number;
  /** Bytes of style sheets that are read for addresses, however little of them is shown. */
  readonly sheetBytes: number;
  /** Bytes after which nothing more is fetched. What was asked for together before then still comes. */
  readonly fetchedBytes: number;
  /** How many of them are fetched. */
  readonly assets: number;
}

/** How many are asked for together. */
export const AT_ONCE = 8;

/** Fetches what a document wants of its site: each key once, so many and so many bytes in all, each under the limit. */
export class Fetcher {
  readonly #read: ReadAsset;
  readonly #limits: PreviewLimits;
  readonly #fetched = new Map<string, Promise<Asset | undefined>>();
  #left: number;

  constructor(read: ReadAsset, limits: PreviewLimits) {
    this.#read = read;
    this.#limits = limits;
    this.#left = limits.fetchedBytes;
  }

  async fetch(key: string, maxBytes: number): Promise<Asset | undefined> {
    const known = this.#fetched.get(key);
    const most = Math.min(maxBytes, this.#limits.assetBytes, this.#left);
    if (known || this.#fetched.size >= this.#limits.assets || most <= 0) return known;
    const asset = this.#counted(key, most);
    this.#fetched.set(key, asset);
    return asset;
  }

  async #counted(key: string, most: number): Promise<Asset | undefined> {
    const asset = await this.#read(key, most);
    this.#left -= asset?.bytes.length ?? 0;
    return asset;
  }
}
