/** Every finding's code, in the order in which findings are told. */
export const FINDING_CODES = [
  'page.deleted',
  'page.emptied',
  'page.truncated',
  'page.headers',
  'token.lost',
  'token.moved',
  'token.hollow',
  'retired.returned',
  'base.stale',
  'page.structure',
  'page.unreadable',
] as const;

/** One thing that can be wrong with a version. */
export type FindingCode = (typeof FINDING_CODES)[number];

/** What follows from a finding: put the baseline back, only tell, or nothing. */
export type Severity = 'rollback' | 'alert' | 'ignore';

/** Bounds on what is read of one version; beyond them it is `undecided`, never rolled back. */
export interface Limits {
  /** Stored bytes of a page, as S3 holds them. */
  readonly bytes: number;
  /** Bytes after content decoding. */
  readonly decodedBytes: number;
  /** Decoded bytes per stored byte. */
  readonly ratio: number;
  /** Nested elements. */
  readonly depth: number;
  /** Distinct tokens of one page. */
  readonly tokens: number;
}

/** How a site is guarded. `observe` tells and never writes; `enforce` also puts back. */
export interface Policy {
  readonly mode: 'observe' | 'enforce';
  /** Overrides of the defaults, by code. */
  readonly severity: Readonly<Partial<Record<FindingCode, Severity>>>;
  /** Restores of one page within `windowMs` after which the page is `contested`. */
  readonly maxRestores: number;
  readonly windowMs: number;
  readonly limits: Limits;
}

export const DEFAULT_LIMITS: Limits = {
  bytes: 32 * 1024 * 1024,
  decodedBytes: 32 * 1024 * 1024,
  ratio: 200,
  depth: 512,
  tokens: 200,
};

export const DEFAULT_POLICY: Policy = {
  mode: 'observe',
  severity: {},
  maxRestores: 5,
  windowMs: 10 * 60 * 1000,
  limits: DEFAULT_LIMITS,
};
