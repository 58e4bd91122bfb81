import * as z from 'zod';
import { canonicalJson } from '../../capture/canonical.ts';
import type { CapturedResource } from '../../capture/captured-resource.ts';

const CONFIG = z.looseObject({ tags: z.record(z.string(), z.unknown()).default({}) });

/** What a captured resource is, with its tags by key. */
export type Config = z.infer<typeof CONFIG>;

export async function configOf(captured: CapturedResource): Promise<Config> {
  return CONFIG.parse(await captured.json('config.json'));
}

/** Whether two values of documents say different things. */
export function differ(one: unknown, other: unknown): boolean {
  return canonicalJson(one) !== canonicalJson(other);
}

/** A part of a document that holds members of its own; none where it is missing. */
export function membersOf(part: unknown): Readonly<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).catch({}).parse(part);
}

/** A part of a document that is a list of things with members. */
export function listOf(part: unknown): readonly Readonly<Record<string, unknown>>[] {
  return z.array(z.record(z.string(), z.unknown())).catch([]).parse(part);
}
