import { createApp } from '../../../src/console/app.ts';
import type { RequestDeps } from '../../../src/console/deps.ts';
import { requestModel } from '../../fakes/request-model.ts';
import { pageWith, world } from '../../world.ts';

const ARNS = {
  approver: 'arn:aws:sts::123456789012:assumed-role/web-lead/cb',
  deployer: 'arn:aws:sts::123456789012:assumed-role/deployer/ci',
  root: 'arn:aws:iam::123456789012:root',
  nonsense: 'web-lead',
} as const;

/** Who calls; `nobody` comes without an authorizer's word. */
export type Who = keyof typeof ARNS | 'nobody';

interface Sent {
  readonly json?: unknown;
  readonly text?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The app over one guarded site, and those who call it. */
export function office(change: Partial<RequestDeps> = {}, guard = world()) {
  const { deps, logged } = requestModel(guard, change);
  const app = createApp(deps);
  const ask = async (who: Who, request: string, { json, text, headers = {} }: Sent = {}) => {
    const [method = 'GET', path = '/'] = request.split(' ');
    const body = text ?? (json === undefined ? undefined : JSON.stringify(json));
    const init = {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body }),
    };
    const response = await app.request(path, init, { requestContext: contextOf(who) });
    return { response, status: response.status, body: await bodyOf(response) };
  };
  return { ...guard, app, logged, ask, undone: () => undone(guard) };
}

function contextOf(who: Who): object {
  const requestId = 'JKJaXmPLvHcESHA=';
  return who === 'nobody' ? { requestId } : { requestId, authorizer: { iam: { userArn: ARNS[who] } } };
}

// oxlint-disable-next-line typescript/no-explicit-any -- whatever the app answers; each test says what it expects
async function bodyOf(response: Response): Promise<any> {
  const text = await response.text();
  return text !== '' && /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
}

/** The incident of a page whose upload without the checkout was undone. */
async function undone({ upload, look, table }: ReturnType<typeof world>) {
  upload('index.html', pageWith('HERO', 'CHECKOUT'));
  await look('index.html');
  upload('index.html', pageWith('HERO'));
  await look('index.html');
  await look('index.html');
  const [incident] = table.incidents();
  if (incident?.state !== 'restored') throw new Error(`the upload was not undone: ${incident?.state}`);
  return incident;
}
