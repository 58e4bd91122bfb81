import type { Entry } from './entry.ts';
import { manifestOf } from './manifest.ts';
import type { ServiceProgress } from './progress-of.ts';
import { reportOf } from './report.ts';
import type { Document, Heading } from './seal.ts';
import type { Service } from './service.ts';

/** The documents of a capture as a whole: what there is for programs, and what was done for people. */
export function documentsOf(
  services: readonly Service[],
  { progress, shown }: { progress: () => readonly ServiceProgress[]; shown: (text: string) => string },
) {
  return async (heading: Heading, resources: readonly Entry[], now: Date): Promise<readonly Document[]> => [
    { path: 'environment-manifest.json', text: manifestOf(heading, resources, services) },
    { path: 'report.html', text: await reportOf(heading, resources, { services, progress: progress(), now, shown }) },
  ];
}
