import middy from '@middy/core';
import type { Context, ScheduledEvent } from 'aws-lambda';
import { composeSweep } from '../lib/aws/compose.ts';
import { sweep } from '../lib/sweep.ts';
import { log, loud } from './log.ts';

/** Every 15 minutes: compares what is live with what is known of it, site by site, and asks for looks where they differ. */
export const handler = middy<ScheduledEvent, void>()
  .use(loud())
  .handler(async (_event: ScheduledEvent, context: Context) => {
    for await (const { site, from, deps } of composeSweep(() => context.getRemainingTimeInMillis())) {
      log.info('swept', { site: site.name, ...(await sweep(site, from, deps)) });
    }
  });
