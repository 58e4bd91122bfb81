import { inject } from 'vitest';

/** What came back: the status, the headers, and the body as JSON where it is some. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the API answers; each test says what it expects
  readonly body: any;
}

type Who = 'approver' | 'deployer' | 'stranger' | 'nobody';

interface Request {
  readonly method?: string;
  readonly path: string;
  readonly json?: unknown;
  /** As it is sent, instead of `json`. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls the deployed API of the stack that these tests share, with the token of one of its principals. */
export async function callAs(who: Who, { method = 'GET', path, json, text, headers = {} }: Request): Promise<Answer> {
  const stack = inject('stack');
  const body = text ?? (json === undefined ? undefined : JSON.stringify(json));
  const response = await fetch(`${stack.api}${path}`, {
    method,
    headers: {
      ...(who !== 'nobody' && { authorization: `Bearer ${stack.principals[who]}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  const answered = await response.text();
  const isJson = answered !== '' && /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(answered) : answered };
}

/** Decides an incident, with a reason. */
export async function decideAs(who: Who, id: string, what: string, more: object = {}): Promise<Answer> {
  return callAs(who, { method: 'POST', path: `/v1/incidents/${id}/${what}`, json: { reason: 'a test', ...more } });
}
