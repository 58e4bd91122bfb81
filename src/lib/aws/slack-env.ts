import * as z from 'zod';
import type { InstalledApp } from '../site/slack-apps.ts';
import { address, invalid } from './env.ts';

const WORD = z.string().min(1).max(1100);
const APPS = z.array(z.object({ id: WORD, team: WORD, signingSecretParameter: WORD, sites: z.array(WORD) }));

/** What `on-request` is told of Slack: the base address of its web API, and the apps whose buttons decide. */
export interface SlackEnv {
  readonly api: string;
  readonly apps: readonly InstalledApp[];
}

/** Reads it; throws `ENV.INVALID` with the variable's name. */
export function slackEnv(source: Readonly<Record<string, string | undefined>> = process.env): SlackEnv {
  return {
    api: address('HOLDFAST_SLACK_API', source['HOLDFAST_SLACK_API'] || 'https://slack.com/api'),
    apps: appsIn(source['HOLDFAST_SLACK_APPS'] || '[]'),
  };
}

function appsIn(json: string): readonly InstalledApp[] {
  try {
    return APPS.parse(JSON.parse(json));
  } catch (cause) {
    throw invalid(
      'HOLDFAST_SLACK_APPS',
      'must be a JSON list of {"id","team","signingSecretParameter","sites"}',
      cause,
    );
  }
}
