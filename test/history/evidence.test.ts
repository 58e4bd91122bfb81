import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceOf, nearer, type Changes, type Evidence } from '../../src/lib/history/evidence.ts';
import type { History } from '../../src/lib/history/history.ts';
import { likelyBase } from '../../src/lib/history/likely-base.ts';
import { pastUnits } from '../../src/lib/history/past-units.ts';
import { countOf, everyUnit, unitsOf, version, versions, type Plain } from './multisets.ts';

/** The evidence as it is counted unit by unit. */
function counted(upload: Plain, baseline: Plain, older: Plain): Evidence {
  const [distinct, all] = [0, 1].map((): Changes => ({ gone: 0, back: 0, kept: 0, still: 0 }));
  let shared = 0;
  for (const unit of everyUnit(upload, baseline, older)) {
    const [inUpload, inBaseline, inOlder] = [upload, baseline, older].map((each) => countOf(each, unit));
    shared += Math.min(inUpload!, inOlder!);
    for (let n = 0; n < Math.max(inBaseline!, inOlder!); n += 1) {
      if (inBaseline! > n === inOlder! > n) continue;
      const change = inBaseline! > n ? (inUpload! > n ? 'kept' : 'gone') : inUpload! > n ? 'back' : 'still';
      all![change] += 1;
      if (n === 0) distinct![change] += 1;
    }
  }
  return { distinct: distinct!, all: all!, shared, added: upload.length - shared, removed: older.length - shared };
}

const allCounted = (upload: Plain, [baseline = [], ...older]: readonly Plain[]) =>
  older.map((each) => counted(upload, baseline, each));

const historyOf = (all: readonly Plain[]): History => {
  const named = all.map((_, index) => ({ identity: `i${index}`, versionId: `v${index}`, lastModified: `at${index}` }));
  return { versions: named, past: pastUnits(all.map(unitsOf)) };
};

describe('the evidence for each older version', () => {
  it('is what counting unit by unit comes to', () => {
    fc.assert(
      fc.property(version, versions, (upload, all) => {
        const evidence = evidenceOf(unitsOf(upload), pastUnits(all.map(unitsOf)), all.length);
        expect(evidence).toEqual(allCounted(upload, all));
      }),
      { numRuns: 500 },
    );
  });

  it('turns around with baseline and older version', () => {
    fc.assert(
      fc.property(version, version, version, (upload, one, other) => {
        const [there] = evidenceOf(unitsOf(upload), pastUnits([one, other].map(unitsOf)), 2);
        const [back] = evidenceOf(unitsOf(upload), pastUnits([other, one].map(unitsOf)), 2);
        expect(nearer(there!.distinct) + nearer(back!.distinct)).toBe(0);
        expect(nearer(there!.all) + nearer(back!.all)).toBe(0);
      }),
    );
  });
});

describe('the likely base', () => {
  it('is the newest of those that an upload is nearest to, if nearer than to the baseline', () => {
    fc.assert(
      fc.property(version, versions, (upload, all) => {
        const weighed = allCounted(upload, all).map((evidence, at) => ({ index: at + 1, evidence }));
        const [best] = weighed
          .filter(
            ({ evidence: { distinct, all: every } }) =>
              nearer(distinct) > 0 || (nearer(distinct) === 0 && nearer(every) > 0),
          )
          .toSorted(
            (a, b) =>
              nearer(b.evidence.distinct) - nearer(a.evidence.distinct) ||
              nearer(b.evidence.all) - nearer(a.evidence.all) ||
              a.index - b.index,
          );
        const same = best && best.evidence.added === 0 && best.evidence.removed === 0;
        const older = best && historyOf(all).versions[best.index];
        expect(likelyBase(unitsOf(upload), historyOf(all))).toEqual(best && { ...best, same, older });
      }),
      { numRuns: 1000 },
    );
  });

  it('is the version itself when it comes again, and none for the baseline', () => {
    fc.assert(
      fc.property(versions, fc.nat(), (all, any) => {
        const index = any % all.length;
        const found = likelyBase(unitsOf(all[index]!), historyOf(all));
        const sorted = all.map((each) => unitsOf(each).join());
        const first = sorted.indexOf(sorted[index]!);
        if (first === 0) expect(found).toBeUndefined();
        else expect(found && sorted[found.index]).toBe(sorted[index]);
      }),
      { numRuns: 500 },
    );
  });

  it('is none without older versions', () => {
    expect(likelyBase(unitsOf([1, 2]), historyOf([[1]]))).toBeUndefined();
    expect(likelyBase(unitsOf([1, 2]), historyOf([]))).toBeUndefined();
  });
});
