import type { Site } from '../site/site.ts';

/** The content delivery network in front of a site. */
export interface Cdn {
  /**
   * Asks every distribution of the site's production to forget a page. Asking again with the same reference is
   * harmless. Never waits for the purge to finish. Throws a retryable error when CloudFront is busy.
   */
  purge(site: Site, key: string, reference: string): Promise<void>;
}
