import * as z from 'zod';

/** A line of the list of what is unpacked: a file's path in the archive, and its bytes. */
export const SOURCE_LINE = z.object({ path: z.string(), sha256: z.string(), bytes: z.number() });

export type SourceLine = z.infer<typeof SOURCE_LINE>;
