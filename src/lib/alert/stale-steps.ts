import type { Incident } from '../incident/incident.ts';
import type { NextStep } from './alert.ts';
import { isSafe } from './name-steps.ts';
import { isStale } from './what-now.ts';

type About = Pick<Incident, 'site' | 'key' | 'findings'>;

/**
 * How the live page is had, to make the change of a stale upload in it; under a name of its own, for in the folder where
 * it is fetched may lie the very copy with that change.
 */
export function fetchSteps({ key, findings }: About, bucket: string | undefined): NextStep[] {
  const name = key.slice(key.lastIndexOf('/') + 1);
  if (!isStale({ findings }) || bucket === undefined || ![bucket, key, name].every(isSafe)) return [];
  return [
    { does: 'Get the live page, to make the change in it', command: `aws s3 cp s3://${bucket}/${key} live-${name}` },
  ];
}

/** How a page is let go back to an older version, ahead of the upload that does so. */
export function revertSteps({ site, key, findings }: About): NextStep[] {
  const undone = findings.some(({ code, severity }) => code === 'base.stale' && severity === 'rollback');
  if (!undone || ![site, key].every(isSafe)) return [];
  return [
    {
      does: 'Let the next upload go back on purpose',
      command: `npx holdfast allow ${site} ${key} --code base.stale --for 1d --reason "…"`,
    },
  ];
}
