/** A part of a list; `cursor` continues it. */
export interface Part<T> {
  readonly items: readonly T[];
  readonly cursor?: string;
}

/** Every item of a list, part by part as they are asked for; ends where there is no part. */
export async function* everyPart<T>(
  read: (cursor: string | undefined) => Promise<Part<T> | undefined>,
): AsyncGenerator<T> {
  let cursor: string | undefined;
  do {
    const part = await read(cursor);
    yield* part?.items ?? [];
    cursor = part?.cursor;
  } while (cursor !== undefined);
}
