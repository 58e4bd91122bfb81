import type { Ancestor, Finding } from '../verdict/finding.ts';

/** The older accepted version that an upload was edited from, where a finding says so. */
export function editedFrom({
  findings,
}: {
  readonly findings: readonly Pick<Finding, 'ancestor'>[];
}): Ancestor | undefined {
  return findings.find(({ ancestor }) => ancestor)?.ancestor;
}

/** How many accepted versions an upload undoes, e.g. `undoes 4 accepted versions`. */
export function undoing({ undoes }: Pick<Ancestor, 'undoes'>): string {
  return `undoes ${undoes} accepted ${undoes === 1 ? 'version' : 'versions'}`;
}
