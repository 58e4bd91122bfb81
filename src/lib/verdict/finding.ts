import type { FindingCode, Severity } from '../site/policy.ts';

/** Where in a page: 1-based line, and what stands there, cut to 200 characters. */
export interface Place {
  readonly line: number;
  readonly excerpt: string;
}

/** One thing wrong with a version, in one sentence a person can check. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** Plain text, one sentence; may quote what an uploader chose, so escape it where it is shown. */
  readonly says: string;
  readonly token?: string;
  readonly phrase?: string;
  readonly place?: Place;
  /** The place is in the last good version, for what is gone; absent: in the upload. */
  readonly placeIn?: 'baseline';
  /** The page that has the token now. */
  readonly nowOn?: string;
  /** The accepted version that the upload was edited from. */
  readonly ancestor?: Ancestor;
}

/** An accepted version of the same page, older than the baseline. */
export interface Ancestor {
  readonly identity: string;
  readonly versionId: string;
  /** When it was uploaded, ISO 8601. */
  readonly lastModified: string;
  /** How many accepted versions the upload undoes. */
  readonly undoes: number;
}

/** What judging gave. `breached` without `rollback` leaves the version live and tells. */
export type Verdict =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'breached'; readonly rollback: boolean; readonly findings: readonly Finding[] }
  | { readonly kind: 'undecided'; readonly findings: readonly Finding[] };
