import { getRequestListener } from '@hono/node-server';
import { createServer, type Server } from 'node:http';
import type { ApiClient } from '../../lib/api/api-client.ts';
import { HoldfastError } from '../../lib/errors.ts';
import { createConsole } from './app.ts';
import type { Where } from './console-deps.ts';
import { closedDoor } from './door.ts';

const HOST = '127.0.0.1';

/** What a console is made of. */
export interface Wanted {
  readonly api: ApiClient;
  readonly where: Where;
  /** 0 takes any that is free. */
  readonly port: number;
  readonly now: () => Date;
  readonly random: (count: number) => Uint8Array;
  readonly fault: (error: unknown) => void;
}

/** A console that runs. */
export interface Serving {
  /** Opens it, once. */
  readonly address: string;
  /** Ends it, with the requests that are under way. */
  readonly close: () => Promise<void>;
}

/** Serves the console on this machine alone; throws `CONSOLE.PORT` where the port cannot be had. */
export async function serveConsole({ port: wanted, random, ...deps }: Wanted): Promise<Serving> {
  const server = createServer();
  const port = await listening(server, wanted);
  const door = closedDoor(random);
  const app = createConsole({ ...deps, port, door });
  server.on('request', getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  return {
    address: `http://${HOST}:${port}/launch/${door.launch}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function listening(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => {
      const hint = 'Leave out --port to take any that is free.';
      reject(new HoldfastError('CONSOLE.PORT', `The port ${port} cannot be had: ${cause.message}`, { hint, cause }));
    });
    server.listen(port, HOST, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}
