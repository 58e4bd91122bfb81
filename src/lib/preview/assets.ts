/** An object of the site, its content encoding undone. */
export interface Asset {
  readonly bytes: Uint8Array;
  readonly contentType?: string;
}

/** A live object of the site; `undefined` when it is not there, or has more bytes than that. */
export type ReadAsset = (key: string, maxBytes: number) => Promise<Asset | undefined>;

/** Bounds of one preview. */
export interface PreviewLimits {
  /** Bytes of the whole document. */
  readonly documentBytes: number;
  /** Bytes of a style sheet, image or font. */
  readonly assetBytes: number;
  /** How many of them are fetched. */
  readonly assets: number;
}

/** Fetches what a document wants of its site: each key once, so many in all, each under the limit. */
export class Fetcher {
  readonly #read: ReadAsset;
  readonly #limits: PreviewLimits;
  readonly #fetched = new Map<string, Promise<Asset | undefined>>();

  constructor(read: ReadAsset, limits: PreviewLimits) {
    this.#read = read;
    this.#limits = limits;
  }

  async fetch(key: string, maxBytes: number): Promise<Asset | undefined> {
    const known = this.#fetched.get(key);
    if (known || this.#fetched.size >= this.#limits.assets || maxBytes <= 0) return known;
    const asset = this.#read(key, Math.min(maxBytes, this.#limits.assetBytes));
    this.#fetched.set(key, asset);
    return asset;
  }
}
