import * as z from 'zod';

const COMMENTS = z.array(
  z.object({ id: z.int(), body: z.string().nullish(), user: z.object({ type: z.string() }).nullish() }),
);
const PAGE = 100;
const MOST_PAGES = 50;
// GitHub takes 65,536 characters.
const MOST = 65_000;

/** A pull request, and how GitHub is asked. */
export interface PullRequest {
  /** Base address of the API, e.g. `https://api.github.com`. */
  readonly api: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  readonly token: string;
}

/**
 * Says something on a pull request, in place of what was said there under the same marker. Only a bot's comment is replaced:
 * anybody may write the marker. Throws with GitHub's own reason.
 */
export async function comment(
  at: PullRequest,
  { marker, body }: { marker: string; body: string },
  deps: { fetch: typeof fetch },
): Promise<'created' | 'updated'> {
  const said = `<!-- holdfast: ${marker} -->`;
  const text = `${said}\n${body}`.slice(0, MOST);
  const issue = `/repos/${at.repository}/issues`;
  const earlier = await find(at, `${issue}/${at.number}/comments`, said, deps);
  if (earlier === undefined) await ask(at, 'POST', `${issue}/${at.number}/comments`, deps, text);
  else await ask(at, 'PATCH', `${issue}/comments/${earlier}`, deps, text);
  return earlier === undefined ? 'created' : 'updated';
}

async function find(at: PullRequest, path: string, said: string, deps: { fetch: typeof fetch }) {
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const comments = COMMENTS.parse(await ask(at, 'GET', `${path}?per_page=${PAGE}&page=${page}`, deps));
    const found = comments.find(({ body, user }) => user?.type === 'Bot' && body?.startsWith(said));
    if (found || comments.length < PAGE) return found?.id;
  }
  return undefined;
}

async function ask(
  { api, token }: PullRequest,
  method: string,
  path: string,
  deps: { fetch: typeof fetch },
  body?: string,
): Promise<unknown> {
  const answer = await deps.fetch(`${api}${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-github-api-version': '2022-11-28',
    },
    ...(body !== undefined && { body: JSON.stringify({ body }) }),
    signal: AbortSignal.timeout(30_000),
  });
  if (answer.ok) return answer.json();
  const hint = answer.status === 403 ? ' The job needs `permissions: pull-requests: write`.' : '';
  throw new Error(`GitHub answered ${answer.status} to ${method} ${path.replace(/\?.*/, '')}.${hint}`);
}
