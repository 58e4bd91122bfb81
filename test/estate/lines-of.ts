import type { CapturedResource } from '../../src/lib/capture/captured-resource.ts';

/** All lines of an index. */
export async function linesOf(resource: CapturedResource, file: string): Promise<readonly unknown[]> {
  const lines: unknown[] = [];
  for await (const line of resource.lines(file)) lines.push(line);
  return lines;
}
