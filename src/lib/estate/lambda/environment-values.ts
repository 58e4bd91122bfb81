import type { Target } from '../../capture/restore.ts';
import type { SecretReference } from '../../capture/secrets.ts';

/** Values of environment variables, and of which the value is not known. */
export interface EnvironmentValues {
  readonly values: Readonly<Record<string, string>>;
  readonly unknown: readonly SecretReference[];
}

/** The values behind references: given ones, or live ones that are the captured ones. */
export async function environmentValues(
  wanted: Readonly<Record<string, SecretReference>>,
  live: Readonly<Record<string, string>>,
  to: Pick<Target, 'secret' | 'secrets'>,
): Promise<EnvironmentValues> {
  const values: Record<string, string> = {};
  const unknown: SecretReference[] = [];
  for (const [name, reference] of Object.entries(wanted)) {
    const now = live[name];
    const value = now !== undefined && to.secrets.matches(reference, now) ? now : await to.secret(reference);
    if (value === undefined) unknown.push(reference);
    else values[name] = value;
  }
  return { values, unknown };
}
