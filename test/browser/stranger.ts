import { createServer, type Server } from 'node:http';

/** A web site of a stranger, on an origin of its own. */
export interface StrangerSite {
  readonly address: string;
  close(): Promise<void>;
}

/** Serves one page, whatever is asked for. */
export async function strangerSite(page: string): Promise<StrangerSite> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(page);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return { address: `http://127.0.0.1:${portOf(server)}/`, close: () => closed(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the site has no port');
  return address.port;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });
}

/** A page whose form posts these fields to another site by itself. */
export function postingPage(action: string, fields: Readonly<Record<string, string>>): string {
  const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`);
  return `<!doctype html><title>Win a sail</title><form method="post" action="${action}">${inputs.join('')}</form>
<script>document.forms[0].submit()</script>`;
}

/** A page that shows another one in a frame of its own. */
export function framingPage(address: string): string {
  return `<!doctype html><title>Win a sail</title><iframe src="${address}" width="900" height="700"></iframe>`;
}
