import type { Finding } from '../verdict/finding.ts';
import type { Replayed } from './replay.ts';

/** One version as a line of JSON tells it; a key without a value is left out when it is written. */
export function lineOf({ page, version, number, at, verdict, findings, ancestor }: Replayed) {
  return { page, version, number, at, verdict, findings: findings.map(shownFinding), ancestor };
}

function shownFinding({ code, severity, says, token, phrase, place, placeIn, nowOn, ancestor }: Finding) {
  return { code, severity, evidence: says, token, phrase, place, placeIn, nowOn, undoes: ancestor?.undoes };
}
