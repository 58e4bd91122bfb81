import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod';

const FILE = z.strictObject({
  name: z.string().min(1),
  type: z.enum(['SERVER_JS', 'HTML', 'JSON']),
  source: z.string(),
});

/** A project of the stand-in. */
export interface StandInProject {
  title: string;
  parentId?: string;
  files: z.infer<typeof FILE>[];
  versions?: { versionNumber: number; description?: string }[];
  deployments?: { deploymentId: string; versionNumber?: number; description?: string; web?: boolean }[];
  /** When its files were last replaced; else it is as it was created. */
  updated?: string;
  /** Answers everything with 403, as Google does where the caller has no right. */
  denied?: boolean;
}

/** A stand-in for the Apps Script API on this machine. */
export interface AppsScriptStandIn {
  readonly url: string;
  /** By id: what is changed here is what is answered next. */
  readonly projects: Map<string, StandInProject>;
  /** Method and path of every request. */
  readonly asked: string[];
  /** How many of the next requests are answered with 429. */
  busy: number;
  close(): Promise<void>;
}

const CREATED = '2026-03-01T09:30:00.000Z';

/**
 * Answers as the Apps Script API documents (https://developers.google.com/apps-script/api/reference/rest): projects, their content,
 * versions and deployments by page, and its failures. Who does not say who they are gets a 401.
 */
export async function startAppsScript(
  projects: Readonly<Record<string, StandInProject>> = {},
): Promise<AppsScriptStandIn> {
  const standIn = { projects: new Map(Object.entries(projects)), asked: new Array<string>(), busy: 0 };
  const server = createServer((request, response) => {
    void answer(request, response, standIn).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return Object.assign(standIn, {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

type State = Pick<AppsScriptStandIn, 'projects' | 'asked' | 'busy'>;

async function answer(request: IncomingMessage, response: ServerResponse, state: State): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const body = await bodyOf(request);
  state.asked.push(`${request.method} ${url.pathname}`);
  const send = (status: number, value: unknown) => {
    response
      .writeHead(status, { 'content-type': 'application/json; charset=UTF-8' })
      .end(JSON.stringify(value, undefined, 2));
  };
  const fail = (code: number, status: string, message: string) => send(code, { error: { code, message, status } });
  if (!/^Bearer \S+$/.test(request.headers.authorization ?? ''))
    return fail(
      401,
      'UNAUTHENTICATED',
      'Request is missing required authentication credential. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
    );
  if (state.busy > 0) {
    state.busy -= 1;
    return fail(
      429,
      'RESOURCE_EXHAUSTED',
      "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute'",
    );
  }
  const [version, kind, id, part] = url.pathname.slice(1).split('/').map(decodeURIComponent);
  if (version !== 'v1' || kind !== 'projects') return fail(404, 'NOT_FOUND', 'Not Found');
  if (id === undefined)
    return request.method === 'POST' ? created(body, state, send, fail) : fail(404, 'NOT_FOUND', 'Not Found');
  const project = state.projects.get(id);
  if (!project) return fail(404, 'NOT_FOUND', 'Requested entity was not found.');
  if (project.denied) return fail(403, 'PERMISSION_DENIED', 'The caller does not have permission');
  if (request.method === 'PUT' && part === 'content') {
    const why = replaced(project, body);
    return why === undefined ? send(200, contentOf(id, project)) : fail(400, 'INVALID_ARGUMENT', why);
  }
  if (request.method !== 'GET') return fail(404, 'NOT_FOUND', 'Not Found');
  if (part === undefined) return send(200, aboutOf(id, project));
  if (part === 'content') return send(200, contentOf(id, project));
  if (part === 'versions')
    return send(
      200,
      pageOf(
        'versions',
        (project.versions ?? []).map((each) => ({ scriptId: id, ...each, createTime: CREATED })),
        url,
      ),
    );
  if (part === 'deployments') return send(200, pageOf('deployments', deploymentsOf(id, project), url));
  return fail(404, 'NOT_FOUND', 'Not Found');
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}

const NEW = z.strictObject({ title: z.string().min(1), parentId: z.string().optional() });

function created(
  body: unknown,
  { projects }: State,
  send: (status: number, value: unknown) => void,
  fail: (code: number, status: string, message: string) => void,
): void {
  const { data } = NEW.safeParse(body);
  if (!data) return fail(400, 'INVALID_ARGUMENT', 'Request contains an invalid argument.');
  const id = `1${randomBytes(42).toString('base64url')}`;
  const manifest = { name: 'appsscript', type: 'JSON' as const, source: '{\n  "timeZone": "America/New_York"\n}' };
  const project: StandInProject = {
    title: data.title,
    ...(data.parentId !== undefined && { parentId: data.parentId }),
    files: [manifest],
  };
  projects.set(id, project);
  send(200, aboutOf(id, project));
}

/** Why it was not replaced. */
function replaced(project: StandInProject, body: unknown): string | undefined {
  const { data } = z.strictObject({ files: z.array(FILE) }).safeParse(body);
  if (!data) return 'Request contains an invalid argument.';
  if (data.files.filter(({ name, type }) => name === 'appsscript' && type === 'JSON').length !== 1)
    return 'The project manifest must be included in the request.';
  if (new Set(data.files.map(({ name, type }) => `${type} ${name}`)).size !== data.files.length)
    return 'A file with this name already exists in the current project.';
  project.files = data.files;
  project.updated = new Date().toISOString();
  return undefined;
}

const WHO = { domain: 'example.com', email: 'web@example.com', name: 'Web' };

function aboutOf(scriptId: string, { title, parentId, updated = CREATED }: StandInProject) {
  const parent = parentId === undefined ? {} : { parentId };
  return {
    scriptId,
    title,
    ...parent,
    createTime: CREATED,
    updateTime: updated,
    creator: WHO,
    lastModifyUser: WHO,
  };
}

function contentOf(scriptId: string, { files, updated: updateTime = CREATED }: StandInProject) {
  return {
    scriptId,
    files: files.map((file) => ({
      ...file,
      lastModifyUser: WHO,
      createTime: CREATED,
      updateTime,
      functionSet: file.type === 'SERVER_JS' ? { values: [{ name: 'main' }] } : {},
    })),
  };
}

function deploymentsOf(scriptId: string, { deployments = [] }: StandInProject) {
  return deployments.map(({ deploymentId, web = false, ...config }) => ({
    deploymentId,
    deploymentConfig: { scriptId, manifestFileName: 'appsscript', ...config },
    updateTime: CREATED,
    ...(web && {
      entryPoints: [
        {
          entryPointType: 'WEB_APP',
          webApp: {
            url: `https://script.google.com/macros/s/${deploymentId}/exec`,
            entryPointConfig: { access: 'ANYONE_ANONYMOUS', executeAs: 'USER_DEPLOYING' },
          },
        },
      ],
    }),
  }));
}

function pageOf(name: string, all: readonly unknown[], { searchParams }: URL) {
  const size = Number(searchParams.get('pageSize') ?? '50');
  const from = Number(searchParams.get('pageToken') ?? '0');
  const next = from + size < all.length ? { nextPageToken: String(from + size) } : {};
  // As Google does it: an empty list is left out.
  return all.length === 0 ? {} : { [name]: all.slice(from, from + size), ...next };
}
