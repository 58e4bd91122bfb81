/** How a page ends: enough to see that another version of it was cut off. */
export interface Ending {
  /** The page ends where it means to: no tag, comment, script or element that it opened is left open. */
  readonly closed: boolean;
}
