import { SSMClient } from '@aws-sdk/client-ssm';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SlackDesk } from '../../console/slack/slack-desk.ts';
import { slackEnv } from './slack-env.ts';
import { ssmSlackSecrets } from './slack-secrets.ts';
import { ssmSlackTokens } from './slack-token.ts';
import { slackViews } from './slack-views.ts';

/** Slack gives up after three seconds: a request to AWS that hangs is not waited for. */
const SETTINGS = { maxAttempts: 2, requestHandler: { connectionTimeout: 500, requestTimeout: 1000 } } as const;

/** What answering Slack needs, from the environment; once per container: so secrets are kept between requests. */
export function composeSlack(): SlackDesk {
  const { api, apps } = slackEnv();
  const clock = (): number => Date.now();
  let client: SSMClient | undefined;
  const ssm = async (): Promise<SSMClient> => {
    client ??= new SSMClient(SETTINGS);
    return client;
  };
  const tokens = ssmSlackTokens({ ssm, clock });
  return {
    apps,
    secrets: ssmSlackSecrets({ ssm, clock }),
    views: slackViews(api, { fetch: globalThis.fetch, clock, sleep: async (ms) => sleep(ms), tokens }),
  };
}
