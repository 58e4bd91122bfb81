import * as z from 'zod';
import { personOf, type Person } from '../../lib/approval/person.ts';

/** What Lambda hands the app beside the request; nothing in it can be set by whoever calls. */
export interface Bindings {
  readonly requestContext?: unknown;
}

const IDENTITY = z.object({ userArn: z.string() });
const CONTEXT = z.object({
  requestId: z.string().optional().catch(undefined),
  authorizer: z
    .object({ iam: IDENTITY.optional().catch(undefined), lambda: IDENTITY.optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** Who calls, as the gateway proved it: `nobody` when it proved nothing, `unknown` for what is no identity of AWS. */
export type Caller =
  { readonly kind: 'person'; readonly person: Person } | { readonly kind: 'nobody' } | { readonly kind: 'unknown' };

/** Reads who calls from what the authorizer handed over; headers and bodies are never asked. */
export function callerOf({ requestContext }: Bindings): Caller {
  const authorizer = CONTEXT.safeParse(requestContext).data?.authorizer;
  const arn = authorizer?.iam?.userArn ?? authorizer?.lambda?.userArn;
  if (arn === undefined) return { kind: 'nobody' };
  const person = personOf(arn);
  return person ? { kind: 'person', person } : { kind: 'unknown' };
}

/** The gateway's own id of the request. */
export function requestIdOf({ requestContext }: Bindings): string | undefined {
  return CONTEXT.safeParse(requestContext).data?.requestId;
}
