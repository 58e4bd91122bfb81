import { createHash } from 'node:crypto';
import type { StandInProject } from '../stand-ins/apps-script.ts';
import { topic } from '../names.ts';

/** The id of the nth Apps Script project, as long as Google's are. */
export function scriptId(index: number): string {
  return `1${createHash('sha256').update(`script ${index}`).digest('base64url')}estate`;
}

/** What the nth project is called. */
export function scriptName(index: number): string {
  return `${topic(index + 2)} sheet`;
}

/** The Apps Script projects of the estate, by id. */
export function scriptProjects(count: number): Record<string, StandInProject> {
  const manifest = { timeZone: 'America/Los_Angeles', exceptionLogging: 'STACKDRIVER', runtimeVersion: 'V8' };
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      scriptId(index),
      {
        title: scriptName(index),
        files: [
          { name: 'appsscript', type: 'JSON' as const, source: `${JSON.stringify(manifest, undefined, 2)}\n` },
          { name: 'Code', type: 'SERVER_JS' as const, source: scriptCode(index, 'ahoy') },
          { name: 'pages/side bar', type: 'HTML' as const, source: '<p>Bookings</p>\n' },
        ],
        versions: [{ versionNumber: 1, description: 'first' }],
        deployments: [{ deploymentId: `AKfy${index}`, versionNumber: 1, web: index === 0 }],
      },
    ]),
  );
}

/** The code of a project. */
export function scriptCode(index: number, greeting: string): string {
  return `function main() {\n  return '${greeting} from ${scriptName(index)}';\n}\n`;
}
