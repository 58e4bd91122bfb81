import * as z from 'zod';
import { APPROVER, asApprover } from './scene.ts';

/** The address of the incident's review page that alerts carry: it only shows. */
export async function viewAddress(incident: string): Promise<string> {
  const detail = await asApprover('GET', `/v1/incidents/${incident}`);
  return z.object({ review: z.url() }).parse(detail).review;
}

/** A new personal link to the incident: the address with its code in the fragment, and the code. */
export async function personalLink(incident: string): Promise<{ readonly link: string; readonly code: string }> {
  const made = await asApprover('POST', `/v1/incidents/${incident}/links`, { for: APPROVER });
  return z.object({ link: z.url(), code: z.string() }).parse(made);
}

/** The incident as the API tells it. */
export async function told(incident: string): Promise<{
  readonly state: string;
  readonly decision?: { readonly what: string; readonly by: string; readonly reason: string } | undefined;
}> {
  const decision = z.object({ what: z.string(), by: z.string(), reason: z.string() }).optional();
  return z.object({ state: z.string(), decision }).parse(await asApprover('GET', `/v1/incidents/${incident}`));
}
