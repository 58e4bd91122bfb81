import type { IamIdentity } from './principals.ts';

interface Request {
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** The answer of an HTTP API's Lambda authorizer in its simple form. */
interface Answer {
  readonly isAuthorized: boolean;
  readonly context?: IamIdentity;
}

/** Stands in for the IAM authorizer, which the emulator does not enforce: a known bearer token is an IAM identity. */
export async function handler(request: Request): Promise<Answer> {
  const known: Readonly<Record<string, IamIdentity>> = JSON.parse(process.env['IDENTITIES'] ?? '{}');
  const token = /^Bearer (\S+)$/.exec(request.headers?.['authorization'] ?? '')?.[1] ?? '';
  const context = Object.hasOwn(known, token) ? known[token] : undefined;
  return context ? { isAuthorized: true, context } : { isAuthorized: false };
}
