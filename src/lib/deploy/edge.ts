import type { Limits } from '../site/policy.ts';

/** What a visitor got at an address. */
export type Visit =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** SHA-256 of the body after its content encodings were undone. */
      readonly sha256: string;
      /** Seconds since the edge fetched it, where it says so. */
      readonly age?: number;
      /** What the edge says of its cache, e.g. `Hit from cloudfront`. */
      readonly cache?: string;
    }
  /** No answer in time, one beyond the limits, or a redirect to another origin. */
  | { readonly kind: 'failed'; readonly reason: string };

/** The distributions in front of a target, and what visitors get through them. */
export interface Edge {
  /**
   * Asks a distribution to forget paths and gives the id of the invalidation. The same reference with the same paths is
   * the same invalidation. Throws `CDN.*`; `CDN.BUSY` is retryable.
   */
  purge(distribution: string, paths: readonly string[], reference: string): Promise<string>;
  /** Whether an invalidation is complete at every edge. Throws `CDN.*`. */
  purged(distribution: string, id: string): Promise<boolean>;
  /** The base URL of a distribution, without a slash at its end. Throws `CDN.MISSING`. */
  address(distribution: string): Promise<string>;
  /** Asks as a browser does, following redirects within the origin. Never throws for what an address answers. */
  visit(url: string, limits: Limits): Promise<Visit>;
}
