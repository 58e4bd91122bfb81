import { handle, type APIGatewayProxyResult, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda';
import { createApp } from '../console/app.ts';
import { composeRequests } from '../lib/aws/compose-requests.ts';
import { log } from './log.ts';

let serve: ReturnType<typeof handle> | undefined;

/** Woken by a request to the HTTP API. */
export async function handler(event: LambdaEvent, context?: LambdaContext): Promise<APIGatewayProxyResult> {
  try {
    serve ??= handle(createApp(composeRequests(log)));
    return await serve(event, context);
  } catch (error) {
    log.error('run failed', { error });
    throw error;
  }
}
