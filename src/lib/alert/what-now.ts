import type { Incident } from '../incident/incident.ts';
import type { FindingCode } from '../site/policy.ts';
import { DELETED } from '../site/version.ts';

const APPLY = 'in holdfast.yml, run `npx holdfast apply`, then';

/** What people can do in this release about an incident in this state, in words; empty where there is nothing to do. */
export function whatNow({ state, findings, version }: Pick<Incident, 'state' | 'findings' | 'version'>): string {
  const again = version.identity === DELETED ? 'delete again' : 'upload again';
  const undoes = findings.filter(({ severity }) => severity === 'rollback').map(({ code }) => code);
  switch (state) {
    case 'restored':
      return waysPast(undoes, again).join(' ');
    case 'observed':
      return 'To go back, upload the version before it.';
    case 'undecided':
      return undoes.length > 0
        ? 'Upload the version that you want.'
        : `Upload a version that can be read; or, where a limit is what stops the guard, raise it under policy.limits ${APPLY} ${again}.`;
    case 'contested':
      return (
        'Stop who or what uploads it, then upload the version that you want: a good one becomes the baseline. ' +
        'The guard restores nothing on this page any more until a person releases it: docs/recovery.md says how.'
      );
    default:
      return '';
  }
}

/** How to get a rejected version past the guard, for each kind of finding it was rejected for. */
function waysPast(undoes: readonly FindingCode[], again: string): string[] {
  const codes = new Set(undoes);
  const others = [...codes].filter((code) => code !== 'token.lost' && code !== 'retired.returned');
  return [
    ...(codes.has('token.lost')
      ? [`If the feature was removed on purpose: add its token to retired.tokens ${APPLY} ${again}.`]
      : []),
    ...(codes.has('retired.returned')
      ? [`If what was retired is to come back: take it off the retired tokens and phrases ${APPLY} ${again}.`]
      : []),
    ...others.map((code) => `If ${code} was right: set policy.severity of ${code} to alert ${APPLY} ${again}.`),
  ];
}
