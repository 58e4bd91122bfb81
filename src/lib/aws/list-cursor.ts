import type * as z from 'zod';

// What a cursor holds is a key of the table, at most 2,048 bytes of it.
const LONGEST = 8192;

/** A cursor for where a list goes on: opaque to whoever gets it, and worth nothing but that. */
export function writeCursor(place: object): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** What a cursor says, if it is of this shape; `undefined` for one that nobody gave out. */
export function readCursor<T extends z.ZodType>(shape: T, cursor: string): z.infer<T> | undefined {
  if (cursor.length > LONGEST) return undefined;
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    return undefined;
  }
}
