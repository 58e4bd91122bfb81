import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Environment } from './runner.ts';

const EVENT = z.object({
  pull_request: z.object({ number: z.int().positive(), title: z.string() }).optional(),
  release: z.object({ name: z.string().nullish(), tag_name: z.string() }).optional(),
  head_commit: z.object({ message: z.string() }).nullish(),
});

/** What started the workflow. */
export interface Started {
  /** The number of the pull request. */
  readonly pullRequest?: number;
  /** The title of the pull request or release, or the first line of the commit that was pushed. */
  readonly title?: string;
}

/** Longest name of a change that is taken from a title. */
const LONGEST = 150;

/** Reads the event that started the workflow. Titles are what anybody wrote: one line of them is taken. */
export function startedBy(env: Environment): Started {
  const file = env['GITHUB_EVENT_PATH'];
  const event = file ? EVENT.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  const { pull_request: pullRequest, release, head_commit: commit } = event;
  const title = oneLine(pullRequest?.title ?? (release ? release.name || release.tag_name : commit?.message));
  return { ...(pullRequest && { pullRequest: pullRequest.number }), ...(title !== '' && { title }) };
}

function oneLine(text = ''): string {
  const [line = ''] = text.trim().split(/[\r\n\u2028\u2029]/);
  return line.replace(/\p{C}/gu, '').slice(0, LONGEST).toWellFormed().trim();
}
