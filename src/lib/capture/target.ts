import type { IdMap } from './id-map.ts';
import { newName, type Renames } from './new-names.ts';
import type { Target } from './restore.ts';

/** Where a restore goes, of what is told once and what is learned on the way. */
export interface TargetChoice extends Pick<
  Target,
  'capture' | 'drill' | 'intoBucket' | 'secret' | 'secrets' | 'interrupted'
> {
  readonly renames: Renames;
  readonly ids: IdMap;
}

export function restoreTarget({ renames, ids, ...rest }: TargetChoice): Target {
  return {
    ...rest,
    nameOf: (service, name) => newName(service, name, renames),
    idOf: (captured) => ids.idOf(captured),
  };
}
