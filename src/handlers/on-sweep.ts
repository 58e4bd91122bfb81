import middy from '@middy/core';
import type { Context, ScheduledEvent } from 'aws-lambda';
import { composeSweeps } from '../lib/aws/compose.ts';
import { log, loud } from './log.ts';

/**
 * Every 15 minutes: compares what is live with what is known of it, site by site, and asks for looks where they differ.
 * A site in trouble does not keep the others from being swept; the run fails at its end, so that the alarm rings.
 */
export const handler = middy<ScheduledEvent, void>()
  .use(loud())
  .handler(async (_event: ScheduledEvent, context: Context) => {
    const failed: string[] = [];
    for (const { site, run } of composeSweeps(() => context.getRemainingTimeInMillis())) {
      try {
        log.info('swept', { site, ...(await run()) });
      } catch (error) {
        log.error('sweep failed', { site, error });
        failed.push(site);
      }
    }
    if (failed.length > 0) throw new Error(`not swept: ${failed.join(', ')}`);
  });
