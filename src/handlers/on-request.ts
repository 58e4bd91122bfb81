import { handle, type APIGatewayProxyResult, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda';
import { createApp } from '../console/app.ts';

let serve: ReturnType<typeof handle> | undefined;

/** Woken by a request to the HTTP API. */
export async function handler(event: LambdaEvent, context?: LambdaContext): Promise<APIGatewayProxyResult> {
  serve ??= handle(createApp());
  return serve(event, context);
}
