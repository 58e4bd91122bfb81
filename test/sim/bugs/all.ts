import { cursorByTime, headAfterGet, noIfMatch, noListing } from './bucket-bugs.ts';
import type { Bug } from './bug.ts';
import { anyMark, etagIdentity } from './identity-bugs.ts';
import { incidentAfter, noRevisionCheck, restoredUnseen } from './registry-bugs.ts';
import { quarantineAfter, snapshotAfter } from './store-bugs.ts';

/** Alerts are sent as often as the stream brings them. */
const noDedupe: Bug = { name: 'dedupe missing', foundBy: ['I4'], forgetsWhatWasTold: true };

/** The twelve planted bugs of the protocol's table, in its order. */
export const PROTOCOL_BUGS: readonly Bug[] = [
  noIfMatch,
  quarantineAfter,
  incidentAfter,
  noRevisionCheck,
  noListing,
  noDedupe,
  etagIdentity,
  restoredUnseen,
  headAfterGet,
  snapshotAfter,
  anyMark,
  cursorByTime,
];
