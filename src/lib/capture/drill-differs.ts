import type { Change } from './change.ts';
import type { Restorer } from './restore.ts';

/** Why a drill's copy may differ there; `undefined` where it must not. */
export function whyDiffers(
  { file, path }: Pick<Change, 'file' | 'path'>,
  differs: NonNullable<Restorer['drillDiffers']>,
): string | undefined {
  const where = path === '' ? file : `${file}#${path}`;
  return differs.find(([pattern]) => expression(pattern).test(where))?.[1];
}

function expression(pattern: string): RegExp {
  return new RegExp(
    `^${pattern
      .split('*')
      .map((part) => RegExp.escape(part))
      .join('.*')}$`,
    's',
  );
}
