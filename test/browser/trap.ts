import { createServer, type AddressInfo } from 'node:net';

/** A place that nobody may ever come to: it counts who connects, whether or not anything is then asked for. */
export interface Trap {
  /** Its address, without a slash at its end. */
  readonly address: string;
  visits(): number;
  close(): Promise<void>;
}

/** Sets the trap on a port of its own. */
export async function setTrap(): Promise<Trap> {
  let visits = 0;
  const server = createServer((socket) => {
    visits += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${portOf(server.address())}`,
    visits: () => visits,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the trap has no port');
  return address.port;
}
