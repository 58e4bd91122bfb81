import type { Escalations } from '../../src/lib/approval/escalate.ts';
import type { Verifications } from '../../src/lib/approval/verify.ts';
import type { Warnings } from '../../src/lib/approval/warn.ts';
import type { EscalationRecord } from '../../src/lib/site/escalation.ts';
import type { Transition } from '../../src/lib/site/registry.ts';
import type { Verification } from '../../src/lib/site/verification.ts';
import type { Warning } from '../../src/lib/site/warning.ts';
import { frozenCopy } from './frozen.ts';

/** What deploys keep in the table, in memory. */
export interface DeployItems {
  readonly ports: {
    readonly warnings: Warnings;
    readonly verifications: Verifications;
    readonly escalations: Escalations;
  };
  readonly warning: (site: string, id: string) => Warning | undefined;
  readonly warnings: (site: string) => readonly Warning[];
  readonly escalation: (site: string, id: string) => EscalationRecord | undefined;
  /** Whether what a transition ends is open. */
  readonly passes: (transition: Transition) => boolean;
  readonly apply: (transition: Transition) => void;
  readonly everything: () => unknown;
}

const keyOf = (site: string, rest: string): string => JSON.stringify([site, rest]);

/** Makes an empty one; `revOf` is the revision that a site has now. */
export function deployItemsModel(revOf: (site: string) => number | undefined): DeployItems {
  const warnings = new Map<string, Warning>();
  const verifications = new Map<string, Verification>();
  const escalations = new Map<string, EscalationRecord>();

  const ofSite = (site: string) => [...warnings.values()].filter((each) => each.site === site);
  const put = (warning: Warning) => void warnings.set(keyOf(warning.site, warning.id), frozenCopy(warning));
  const isOpen = ({ site, id }: Warning): boolean => {
    const held = warnings.get(keyOf(site, id));
    return held !== undefined && !held.acknowledged;
  };
  const hourOf = ({ at }: EscalationRecord): string => at.slice(0, 13);

  return {
    ports: {
      warnings: {
        countOpen: async (site, most) => Math.min(most, ofSite(site).filter(isOpen).length),
        async raise(warning) {
          if (warnings.has(keyOf(warning.site, warning.id))) return 'conflict';
          put(warning);
          return 'done';
        },
        async acknowledge(warning, siteRev) {
          if (revOf(warning.site) !== siteRev || !isOpen(warning)) return 'conflict';
          put(warning);
          return 'done';
        },
      },
      verifications: {
        read: async (site, key) => verifications.get(keyOf(site, key)),
        async keep(verification, siteRev) {
          const { site, key, at } = verification;
          const held = verifications.get(keyOf(site, key));
          if (revOf(site) !== siteRev || (held && held.at > at)) return 'conflict';
          verifications.set(keyOf(site, key), frozenCopy(verification));
          return 'done';
        },
      },
      escalations: {
        async keep(record, most) {
          if (escalations.has(keyOf(record.site, record.id))) return 'already';
          const others = [...escalations.values()].filter((each) => each.site === record.site);
          if (others.filter((each) => hourOf(each) === hourOf(record)).length >= most) return 'too-many';
          escalations.set(keyOf(record.site, record.id), frozenCopy(record));
          return 'done';
        },
      },
    },
    warning: (site, id) => warnings.get(keyOf(site, id)),
    warnings: ofSite,
    escalation: (site, id) => escalations.get(keyOf(site, id)),
    passes: ({ acknowledged }) => acknowledged === undefined || isOpen(acknowledged),
    apply({ warnings: raised = [], acknowledged }) {
      for (const warning of [...raised, ...(acknowledged ? [acknowledged] : [])]) put(warning);
    },
    everything: () => [...warnings.values(), ...verifications.values(), ...escalations.values()],
  };
}
