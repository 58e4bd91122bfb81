import * as z from 'zod';
import type { CaptureConfig } from '../../lib/capture/config.ts';
import { optionText, switchedOn, type Input } from '../command.ts';
import { usage } from '../outcome.ts';
import type { EstateDesk } from './estate-desk.ts';
import { onlyOf } from './only.ts';

const SERVICE = z.object({
  include: z.array(z.string()).optional(),
  exclude: z.array(z.string()).optional(),
  options: z.record(z.string(), z.unknown()),
});

/** What a capture is made with, whole; a resume takes it from the notes of the first run. */
export const SETTINGS = z.object({
  only: z.array(z.string()).optional(),
  tags: z.record(z.string(), z.string()),
  services: z.record(z.string(), SERVICE),
  full: z.boolean(),
  versions: z.boolean(),
  kmsKey: z.string().optional(),
});

export type Settings = Readonly<z.infer<typeof SETTINGS>>;

/** Where it was begun: a resume asks the same estate. */
export const BEGUN_WITH = SETTINGS.extend({
  account: z.string(),
  regions: z.array(z.string()),
  /** The capture that it is incremental to. */
  previous: z.string().optional(),
});

export type BegunWith = Readonly<z.infer<typeof BEGUN_WITH>>;

/** The settings that the switches and the configuration give. */
export function settingsOf(input: Input, config: CaptureConfig): Settings {
  const only = onlyOf(input) ?? config.only;
  const kmsKey = optionText(input, 'withSecrets');
  return {
    ...SETTINGS.parse({ ...config, full: switchedOn(input, 'full'), versions: switchedOn(input, 'versions') }),
    ...(only && { only: [...only] }),
    ...(kmsKey !== undefined && { kmsKey }),
  };
}

/** Throws `CLI.USAGE` for a switch that says something else than what the capture was begun with. */
export function refuseOther(input: Input, { switches }: EstateDesk, begun: BegunWith): void {
  const only = onlyOf(input);
  const differing = [
    only && only.toSorted().join() !== [...(begun.only ?? [])].toSorted().join() && '--only',
    switchedOn(input, 'full') && !begun.full && '--full',
    switchedOn(input, 'versions') && !begun.versions && '--versions',
    (optionText(input, 'withSecrets') ?? begun.kmsKey) !== begun.kmsKey && '--with-secrets',
    (switches.account ?? begun.account) !== begun.account && '--account',
    (switches.regions ?? begun.regions).join() !== begun.regions.join() && '--regions',
  ].filter((flag) => typeof flag === 'string');
  if (differing.length === 0) return;
  const hint = 'Leave them out to go on as it was begun, or begin another capture without --resume.';
  throw usage(`The capture was begun otherwise: ${differing.join(', ')} cannot be changed now.`, hint);
}
