import * as z from 'zod';
import { REASON } from '../../lib/api/request-shapes.ts';
import { DECISIONS } from '../../lib/incident/decisions.ts';
import { boundedBody } from '../bounded-body.ts';

/** Bytes of a form; its longest reason has half as many. */
const MAX_BYTES = 8 * 1024;

const FORM_TYPE = 'application/x-www-form-urlencoded';

/** The fields of a form, or why it is not taken. */
export type Posted =
  | { readonly kind: 'form'; readonly fields: URLSearchParams }
  | { readonly kind: 'refused'; readonly status: 400 | 413 | 415; readonly says: string };

/** Reads a form of at most 8 KB. */
export async function postedForm(request: Request): Promise<Posted> {
  const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== FORM_TYPE) return { kind: 'refused', status: 415, says: 'That was not sent by the form of this page.' };
  const bytes = await boundedBody(request, MAX_BYTES);
  if (!bytes) return { kind: 'refused', status: 413, says: 'That is more than the form of this page can send.' };
  return { kind: 'form', fields: new URLSearchParams(new TextDecoder().decode(bytes)) };
}

const WANTED = z.object({
  what: z.enum(DECISIONS, 'Choose a decision.'),
  reason: z
    .string('Say why.')
    // browsers send line breaks as two characters and count them as one
    .transform((reason) => reason.replaceAll('\r\n', '\n'))
    .pipe(REASON),
  after: z.string().max(40).optional(),
  code: z.string('Enter your code.').trim().min(1, 'Enter your code.').max(100, 'That is no code.'),
});

/** A decision as somebody filled it in, with the code that stands for them; or what is wrong with it. */
export type Filled =
  | { readonly kind: 'filled'; readonly wanted: Omit<z.infer<typeof WANTED>, 'code'>; readonly code: string }
  | { readonly kind: 'wrong'; readonly says: string };

/** Reads the decision of a posted form. */
export function filledIn(fields: URLSearchParams): Filled {
  const get = (field: string) => fields.get(field) ?? undefined;
  const parsed = WANTED.safeParse({
    what: get('decision'),
    reason: get('reason'),
    code: get('code'),
    after: get('after'),
  });
  if (!parsed.success) return { kind: 'wrong', says: saysOf(parsed.error.issues) };
  const { code, ...wanted } = parsed.data;
  return { kind: 'filled', wanted, code };
}

/** The code as it was typed, to be shown once more; nothing of what cannot be one. */
export function typedCode(fields: URLSearchParams): string {
  const code = fields.get('code') ?? '';
  return /^[\da-z -]{1,40}$/i.test(code) ? code : '';
}

function saysOf(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  const says = issues.map(({ path, message }) =>
    path[0] === 'reason' ? 'Give a reason of 1 to 500 characters.' : message,
  );
  return [...new Set(says)].join(' ');
}
