import type * as z from 'zod';

const MOST = 10;
const MAX_FIELD = 200;
const MAX_SAYS = 300;

/** One field that is not as it should be; empty for the whole. */
export interface Fault {
  readonly field: string;
  readonly says: string;
}

/** What is wrong with a request, in words for whoever wrote it: at most ten faults, each with the field it is about. */
export function faults({ issues }: z.ZodError): Fault[] {
  return issues
    .flatMap(faultsOf)
    .slice(0, MOST)
    .map(({ field, says }) => ({ field: field.slice(0, MAX_FIELD), says: says.slice(0, MAX_SAYS) }));
}

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), says: 'is not known here' }));
  }
  return [{ field: issue.path.join('.'), says: wordsOf(issue) }];
}

function wordsOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return `is none of: ${issue.values.map(String).join(', ')}`;
    case 'invalid_type':
      if (issue.expected === 'undefined') return 'must be left out';
      return issue.message.endsWith('received undefined') ? 'is missing' : `is no ${issue.expected}`;
    case 'too_small':
    case 'too_big':
      return SIZED.test(issue.message) ? sizeOf(issue) : issue.message;
    default:
      return issue.message;
  }
}

// Words of the schema's own stay as they are.
const SIZED = /^Too (?:small|big): /;

function sizeOf(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const limit = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
  if (issue.origin === 'string') return `must have ${limit} characters`;
  return issue.origin === 'array' ? `must have ${limit} items` : `must be ${limit}`;
}
