import type { ApiClient } from './api-client.ts';
import type { WarningShape } from './deploy-shapes.ts';
import { everyPart } from './part.ts';

const AT_ONCE = 100;

/** The warnings of a site, the newest first; open ones alone, or all that are remembered. */
export async function warningsOf(
  site: string,
  query: { page?: string; all?: boolean },
  api: Pick<ApiClient, 'warnings'>,
): Promise<WarningShape[]> {
  const found: WarningShape[] = [];
  const parts = everyPart((cursor) => api.warnings(site, { ...query, limit: AT_ONCE, ...(cursor && { cursor }) }));
  for await (const warning of parts) found.push(warning);
  return newestFirst(found);
}

/** Warnings by their time. */
export function newestFirst<T extends Pick<WarningShape, 'at'>>(warnings: readonly T[]): T[] {
  return warnings.toSorted((a, b) => (a.at < b.at ? 1 : -1));
}
