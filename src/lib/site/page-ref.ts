/** Names one page: a site and the full S3 key in its production bucket. */
export interface PageRef {
  readonly site: string;
  readonly key: string;
}
