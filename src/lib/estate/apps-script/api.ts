import * as z from 'zod';
import type { Estate } from '../../capture/estate.ts';
import { HoldfastError } from '../../errors.ts';
import { googleHeaders } from './google.ts';
import {
  CONTENT,
  DEPLOYMENTS,
  FAILURE,
  PROJECT,
  VERSIONS,
  type Content,
  type Deployment,
  type Project,
  type ScriptFile,
  type Version,
} from './shapes.ts';

/** The name of the API for limits and stand-ins. */
export const API = 'Apps Script';

const ADDRESS = 'https://script.googleapis.com';
const READ = [
  'https://www.googleapis.com/auth/script.projects.readonly',
  'https://www.googleapis.com/auth/script.deployments.readonly',
];
const WRITE = ['https://www.googleapis.com/auth/script.projects', READ[1] ?? ''];

/** What `capture.yml` may say of Apps Script: the API cannot list projects, so they are named. */
export const OPTIONS = z.strictObject({
  projects: z
    .array(z.strictObject({ id: z.string().regex(/^[\w-]{10,200}$/), name: z.string().min(1).max(200).optional() }))
    .default([]),
  /** A file of Google credentials; else the application default credentials. */
  credentials: z.string().min(1).optional(),
});

/** The Apps Script API. Projects that do not exist, or that are not shared with who asks, are `undefined`. */
export interface AppsScript {
  project(id: string): Promise<Project | undefined>;
  /** The files at HEAD. */
  content(id: string): Promise<Content | undefined>;
  versions(id: string): Promise<readonly Version[]>;
  deployments(id: string): Promise<readonly Deployment[]>;
  create(title: string, parentId: string | undefined): Promise<Project>;
  /** Replaces all files at HEAD. */
  update(id: string, files: readonly ScriptFile[]): Promise<void>;
}

export function appsScript(estate: Estate, to: 'read' | 'write'): AppsScript {
  const standIn = estate.standIn(API);
  const { credentials } = OPTIONS.parse(estate.options('apps-script'));
  const scopes = to === 'read' ? READ : WRITE;
  const headers = standIn === undefined ? googleHeaders(ADDRESS, { scopes, credentials }) : standInHeaders;
  const ask = async <Answer>(shape: z.ZodType<Answer>, path: string, method = 'GET', body?: unknown) => {
    const answer = await estate.fetch(API, `${standIn ?? ADDRESS}/v1/projects${path}`, {
      method,
      headers: { ...(await headers()), ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (answer.status === 404) {
      await answer.body?.cancel();
      return undefined;
    }
    if (!answer.ok) throw await refused(answer);
    return shape.parse(JSON.parse(await textOf(answer)));
  };
  const at = (id: string, rest = '') => `/${encodeURIComponent(id)}${rest}`;
  const there = <Answer>(answer: Answer | undefined): Answer => {
    if (answer !== undefined) return answer;
    throw new HoldfastError('RESTORE.MOVED', 'The Apps Script project does not exist any more.');
  };
  /** All pages of a list; none where the project is gone, which its content tells. */
  const pages = async <Page extends { nextPageToken?: string | undefined }>(shape: z.ZodType<Page>, path: string) => {
    const found: Page[] = [];
    for (let token: string | undefined = ''; token !== undefined;) {
      const query = new URLSearchParams({ pageSize: '50', ...(token !== '' && { pageToken: token }) });
      const page: Page | undefined = await ask(shape, `${path}?${query.toString()}`);
      if (page) found.push(page);
      token = page?.nextPageToken === '' ? undefined : page?.nextPageToken;
    }
    return found;
  };
  return {
    project: (id) => ask(PROJECT, at(id)),
    content: (id) => ask(CONTENT, at(id, '/content')),
    versions: async (id) => (await pages(VERSIONS, at(id, '/versions'))).flatMap(({ versions }) => versions),
    deployments: async (id) =>
      (await pages(DEPLOYMENTS, at(id, '/deployments'))).flatMap(({ deployments }) => deployments),
    create: async (title, parentId) =>
      there(await ask(PROJECT, '', 'POST', { title, ...(parentId !== undefined && { parentId }) })),
    async update(id, files) {
      there(await ask(CONTENT, at(id, '/content'), 'PUT', { files }));
    },
  };
}

/** A stack on this machine takes anybody, and is never told who that is. */
function standInHeaders(): Promise<Record<string, string>> {
  return Promise.resolve({ authorization: 'Bearer stand-in' });
}

const LONGEST_MESSAGE = 300;

async function refused(answer: Response): Promise<HoldfastError> {
  const text = await textOf(answer).catch(() => '');
  const said = FAILURE.safeParse(parsed(text)).data?.error.message.slice(0, LONGEST_MESSAGE) ?? '';
  const message = `Apps Script answered ${answer.status}${said && `: ${said}`}`;
  if (answer.status === 401 || answer.status === 403) {
    const hint = `Share the project with whoever Holdfast signs in as, switch the Apps Script API on for them (https://script.google.com/home/usersettings) and for their Cloud project, and sign in with the scopes ${READ.join(' and ')}.`;
    return new HoldfastError('ESTATE.DENIED', message, { hint });
  }
  const retryable = answer.status === 429 || answer.status >= 500;
  return new HoldfastError('ESTATE.FAILED', message, { retryable });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** More than any project has: the editor itself takes far less. */
const LARGEST = 64 * 1024 * 1024;

async function textOf(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > LARGEST) throw new HoldfastError('ESTATE.LARGE', 'Apps Script answered with more than 64 MiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
