/** Somebody met a production that is ahead of what they wanted to deploy, and calls the site's contact. */
export interface EscalationRecord {
  /** Computed from site, page and what would have been deployed: asking again is the same escalation. */
  readonly id: string;
  readonly site: string;
  readonly key: string;
  /** One sentence: what would have been lost. */
  readonly says: string;
  /** Unified, cut to 12,000 characters; text that an uploader chose. */
  readonly diff: string;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}
