import { createApp } from '../../src/console/app.ts';
import { requestModel } from '../fakes/request-model.ts';
import type { world } from '../world.ts';

/** One guarded site in memory. */
export type Guard = ReturnType<typeof world>;

const ARNS: Readonly<Record<string, string>> = {
  approver: 'arn:aws:sts::123456789012:assumed-role/web-lead/cb',
  deployer: 'arn:aws:sts::123456789012:assumed-role/deployer/ci',
};

/** The real app over a guarded site; who calls is told by the token, as on a stack on this machine. */
export function fakeApi(guard: Guard): (url: URL, init: RequestInit) => Promise<Response> {
  const app = createApp(requestModel(guard, { log: { error: raise } }).deps);
  return async (url, init) => {
    const [, token = ''] = /^Bearer (\S+)$/.exec(new Headers(init.headers).get('authorization') ?? '') ?? [];
    const userArn = ARNS[token];
    const requestContext = userArn === undefined ? {} : { authorizer: { lambda: { userArn } } };
    return app.request(url.href, init, { requestContext });
  };
}

/** A test of the command line must not take a fault of the server for an answer. */
function raise(message: string, { error }: Readonly<Record<string, unknown>>): never {
  throw new Error(message, { cause: error });
}
