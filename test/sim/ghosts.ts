import type { StoredObject } from '../fakes/stored-object.ts';
import type { Attempt, Baseline, Seen } from '../../src/lib/site/page-record.ts';

/** A write that the guard may make: what it puts back, and over what. */
export interface Claim {
  readonly attempt: Attempt;
  readonly judged: Seen;
  readonly judgedSerial: number | undefined;
  readonly run: string;
  /** When the run last began to look at the page. */
  readonly lookedAt: number;
}

/** What a person wants back, while nothing newer was judged. */
export interface Wish {
  readonly incident: string;
  /** The page's generation by the decision. */
  readonly gen: number;
  /** When it was decided, in steps. */
  readonly at: number;
  /** The upload that is to give way. */
  readonly over: number | undefined;
  /** Whether that is the version that the incident is about. */
  readonly subject: boolean;
}

/** What the checker knows and the lib does not: which upload is which, and what happened when. Times are steps. */
export interface Ghosts {
  readonly all: StoredObject[];
  readonly gone: Map<string, StoredObject>;
  /** Pages of which a version was deleted for good. */
  readonly permanent: Set<string>;
  /** Versions that a cursor passed, by serial. */
  readonly settled: Set<number>;
  readonly settledGood: Set<number>;
  readonly seenSerial: Map<string, number>;
  /** By upload: its incidents and their generations. */
  readonly incidentsOf: Map<number, Map<string, number>>;
  /** By incident: when writes of ours for it landed. */
  readonly landed: Map<string, number[]>;
  /** By page: the newest upload that was accepted. */
  readonly accepted: Map<string, number>;
  readonly everBase: Set<string>;
  /** By page: what its baseline was, newest first, without deletions. */
  readonly baselines: Map<string, readonly Pick<Baseline, 'identity' | 'versionId' | 'lastModified'>[]>;
  readonly claims: Map<string, Claim>;
  readonly lastClaim: Map<string, Claim>;
  /** By page: when the guard wrote, in milliseconds of the model's clock, since a person last decided. */
  readonly restores: Map<string, number[]>;
  readonly lastGuardWrite: Map<string, number>;
  readonly lastPurge: Map<string, number>;
  readonly overwritten: Set<number>;
  readonly rolledBack: Map<number, StoredObject>;
  readonly keptBytes: Set<string>;
  readonly kept: Set<string>;
  /** By reason, of which every one is its own: how often a decision counted. */
  readonly decided: Map<string, number>;
  /** By reason: the newest decision that its maker had seen. */
  readonly lookedAfter: Map<string, string>;
  /** By the hash of a personal link: how often it decided. */
  readonly linkUses: Map<string, number>;
  readonly wishes: Map<string, Wish>;
  /** Undecided uploads that a person wants replaced. */
  readonly givenUp: Set<number>;
  /** Incidents of which the guard warned. */
  readonly warned: Set<string>;
  /** By asset: when it was last deleted. */
  readonly assetGone: Map<string, number>;
}

export function noGhosts(): Ghosts {
  return {
    all: [],
    gone: new Map(),
    permanent: new Set(),
    settled: new Set(),
    settledGood: new Set(),
    seenSerial: new Map(),
    incidentsOf: new Map(),
    landed: new Map(),
    accepted: new Map(),
    everBase: new Set(),
    baselines: new Map(),
    claims: new Map(),
    lastClaim: new Map(),
    restores: new Map(),
    lastGuardWrite: new Map(),
    lastPurge: new Map(),
    overwritten: new Set(),
    rolledBack: new Map(),
    keptBytes: new Set(),
    kept: new Set(),
    decided: new Map(),
    lookedAfter: new Map(),
    linkUses: new Map(),
    wishes: new Map(),
    givenUp: new Set(),
    warned: new Set(),
    assetGone: new Map(),
  };
}

/** One page and one of its contents, as a map's key. */
export const pageWith = (key: string, identity: string): string => `${key} ${identity}`;
