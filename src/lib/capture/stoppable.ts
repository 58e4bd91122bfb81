import type { Estate } from './estate.ts';
import type { CaptureWriter } from './store.ts';

/** A writer that takes nothing more once it is to stop: whoever still writes to it fails, with the reason of the signal. */
export function stoppableWriter(writer: CaptureWriter, signal: AbortSignal): CaptureWriter {
  return {
    ...writer,
    async keep(body) {
      signal.throwIfAborted();
      return writer.keep(body instanceof Uint8Array ? body : untilStopped(body, signal));
    },
    async place(path, blob) {
      signal.throwIfAborted();
      return writer.place(path, blob);
    },
    async index(path, earlier) {
      signal.throwIfAborted();
      const index = await writer.index(path, earlier);
      return {
        ...index,
        async append(lines) {
          signal.throwIfAborted();
          await index.append(lines);
        },
        async end() {
          signal.throwIfAborted();
          return index.end();
        },
      };
    },
    async note(entry) {
      signal.throwIfAborted();
      await writer.note(entry);
    },
  };
}

/** An estate in which nobody waits on once it is to stop. */
export function stoppableEstate(estate: Estate, signal: AbortSignal): Estate {
  return {
    ...estate,
    async wait(milliseconds) {
      signal.throwIfAborted();
      const { promise, reject } = Promise.withResolvers<never>();
      const stop = () => reject(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
      try {
        await Promise.race([estate.wait(milliseconds), promise]);
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
  };
}

async function* untilStopped(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncIterable<Uint8Array> {
  for await (const chunk of bytes) {
    signal.throwIfAborted();
    yield chunk;
  }
}
