import type { ContentfulStatusCode } from 'hono/utils/http-status';
import * as z from 'zod';
import { HoldfastError } from '../../lib/errors.ts';

/** Something that was not done, as a page tells it. */
export interface Problem {
  readonly status: ContentfulStatusCode;
  readonly title: string;
  readonly says: string;
  /** What to do about it. */
  readonly todo?: string;
}

type Kind = readonly [status: ContentfulStatusCode, title: string, todo?: string];

const AS_IT_IS_NOW = 'Below it is shown as it is now. If something is still to be decided, decide again.';

const BY_CODE: Readonly<Record<string, Kind>> = {
  'API.DENIED': [403, 'Not allowed'],
  'API.UNKNOWN': [404, 'Not found', 'It may have been there once. The start page shows what there is.'],
  'API.STATE': [409, 'Refused: that cannot be done any more', AS_IT_IS_NOW],
  'API.MOVED': [409, 'Refused: something newer is live', AS_IT_IS_NOW],
  'API.PAUSED': [409, 'Refused: the guard is paused here', 'End the pause on the page of the site, then decide again.'],
  'API.CONFLICT': [409, 'Refused: somebody else wrote at the same moment', 'Send the form again.'],
  'API.EXPIRED': [410, 'Too late: it is not kept any more'],
  'API.INVALID': [400, 'Not understood', 'Mend what is named, then send the form again.'],
  'API.BUSY': [429, 'Too much at once', 'Wait a moment, then try again.'],
  'API.CREDENTIALS': [502, 'Your credentials cannot be used'],
  'API.UNREACHABLE': [502, 'The stack does not answer'],
};

/** What a page says about a failure: the server's own words where it had any, and what to do here. */
export function problemOf(error: unknown): Problem {
  if (error instanceof z.ZodError) return unreadForm(error);
  if (error instanceof HoldfastError) {
    const [status, title, own] = BY_CODE[error.code] ?? [502, 'The stack could not do that'];
    const todo = own ?? error.hint;
    return { status, title, says: error.message, ...(todo !== undefined && { todo }) };
  }
  return {
    status: 500,
    title: 'This is a fault of the console',
    says: error instanceof Error ? error.message : 'Something failed that nobody expected.',
    todo: 'Please report it with the lines that the terminal shows.',
  };
}

function unreadForm({ issues }: z.ZodError): Problem {
  const says = issues.map(({ path, message }) => `${path.join('.') || 'the form'}: ${message}`).join('; ');
  return {
    status: 400,
    title: 'Nothing was sent: the form is not complete',
    says,
    todo: 'Mend it, then send it again.',
  };
}
