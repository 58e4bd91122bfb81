import type { Part } from '../lib/api/api-client.ts';

/** Every item of a list of the API, part by part as they are asked for. */
export async function* everyPart<T>(read: (cursor: string | undefined) => Promise<Part<T>>): AsyncGenerator<T> {
  let cursor: string | undefined;
  do {
    const part = await read(cursor);
    yield* part.items;
    cursor = part.cursor;
  } while (cursor !== undefined);
}
