import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as z from 'zod';

/** A comment as the stand-in keeps it. */
export interface Comment {
  readonly id: number;
  readonly issue: number;
  body: string;
  readonly user: { readonly type: 'Bot' | 'User' };
}

/** The part of GitHub's API that keeps comments, on this machine. */
export interface GitHub {
  /** Base address of the API. */
  readonly api: string;
  readonly comments: Comment[];
  close(): Promise<void>;
}

const BODY = z.object({ body: z.string().max(65_536) });

/** Starts a stand-in that takes one token, as a bot's, for one repository. */
export async function gitHub(repository: string, token: string): Promise<GitHub> {
  const comments: Comment[] = [];
  const server = createServer(async (request, response) => {
    const answer = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (request.headers.authorization !== `Bearer ${token}`) return answer(401, { message: 'Bad credentials' });
    const url = new URL(request.url ?? '/', 'http://localhost');
    const under = `/repos/${repository}/issues/`;
    const [issue = '', ...rest] = url.pathname.startsWith(under) ? url.pathname.slice(under.length).split('/') : [];
    const sent = BODY.safeParse(JSON.parse((await text(request)) || '{}'));
    const asked = `${request.method} ${rest.length === 1 && issue === 'comments' ? 'one' : rest.join('/')}`;
    if (asked === 'GET comments') {
      const page = Number(url.searchParams.get('page') ?? 1);
      const size = Number(url.searchParams.get('per_page') ?? 30);
      const all = comments.filter((each) => each.issue === Number(issue));
      return answer(200, all.slice((page - 1) * size, page * size));
    }
    if (!sent.success) return answer(422, { message: 'Validation Failed' });
    if (asked === 'POST comments') {
      const made: Comment = { id: comments.length + 1, issue: Number(issue), ...sent.data, user: { type: 'Bot' } };
      comments.push(made);
      return answer(201, made);
    }
    const found = asked === 'PATCH one' ? comments.find(({ id }) => id === Number(rest[0])) : undefined;
    if (!found) return answer(404, { message: 'Not Found' });
    found.body = sent.data.body;
    return answer(200, found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = address(server.address());
  return {
    api: `http://127.0.0.1:${port}`,
    comments,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

function address(found: AddressInfo | string | null): AddressInfo {
  if (typeof found === 'object' && found) return found;
  throw new Error('the stand-in listens nowhere');
}
