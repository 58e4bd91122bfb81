/** One difference between two captures of a resource. */
export interface Change {
  /** The file it is in, below the resource's folder, or the key of an object. */
  readonly file: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Where in a document, e.g. `Origins[id=site].DomainName`; empty for a file or object as a whole. */
  readonly path: string;
  /** As short text, cut; absent on the side that lacks it. */
  readonly before?: string;
  readonly after?: string;
}
