import type { InstalledApp } from '../../lib/site/slack-apps.ts';
import type { RequestDeps } from '../deps.ts';
import { isSigned, isTimely, type SignedRequest } from './signature.ts';
import type { SlackDesk } from './slack-desk.ts';

/**
 * The apps that signed this request; none when nobody did, or too long ago. Where no secret fits, the secrets are looked
 * up once more: they may have been rotated.
 */
export async function signersOf(
  request: SignedRequest,
  { apps, secrets }: Pick<SlackDesk, 'apps' | 'secrets'>,
  { now, log }: Pick<RequestDeps, 'now' | 'log'>,
): Promise<InstalledApp[]> {
  if (!isTimely(request, now())) return [];
  const parameters = [...new Set(apps.map(({ signingSecretParameter }) => signingSecretParameter))];
  for (const fresh of [false, true]) {
    const found = await Promise.all(parameters.map((parameter) => secrets.read(parameter, { fresh })));
    for (const each of found) {
      if (each.kind === 'refused' && fresh) log.error('A signing secret of Slack cannot be had.', { ...each });
    }
    const right = new Set(
      parameters.filter((_, index) => {
        const secret = found[index];
        return secret?.kind === 'secret' && isSigned(request, secret.value);
      }),
    );
    if (right.size > 0) return apps.filter(({ signingSecretParameter }) => right.has(signingSecretParameter));
  }
  return [];
}
