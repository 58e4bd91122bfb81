import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { HoldfastError } from '../../errors.ts';

const CREDENTIALS = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('service_account'),
    client_email: z.string(),
    private_key: z.string(),
  }),
  z.object({
    type: z.literal('authorized_user'),
    client_id: z.string(),
    client_secret: z.string(),
    refresh_token: z.string(),
    quota_project_id: z.string().optional(),
  }),
]);

/** What gives headers that say who asks; it gets new tokens when old ones run out. */
interface Signer {
  getRequestHeaders(url?: string): Promise<Headers>;
}

/**
 * Who asks Google: as a file of credentials says, else as the application default credentials do. The library is loaded at the
 * first request. Throws `ESTATE.DENIED` where there is nobody.
 */
export function googleHeaders(
  address: string,
  { scopes, credentials }: { readonly scopes: readonly string[]; readonly credentials: string | undefined },
): () => Promise<Record<string, string>> {
  let signer: Promise<Signer> | undefined;
  return async () => {
    signer ??= credentials === undefined ? defaultSigner(scopes) : signerOf(credentials, scopes);
    try {
      return Object.fromEntries(await (await signer).getRequestHeaders(address));
    } catch (cause) {
      const all = [...scopes, 'https://www.googleapis.com/auth/cloud-platform'].join(',');
      const hint = `Name a file of credentials in capture.yml (apps-script: { credentials: … }), or sign in: gcloud auth application-default login --scopes=${all}`;
      throw new HoldfastError('ESTATE.DENIED', 'There are no Google credentials that can be used.', { hint, cause });
    }
  };
}

async function defaultSigner(scopes: readonly string[]): Promise<Signer> {
  const { GoogleAuth } = await import('google-auth-library');
  return new GoogleAuth({ scopes: [...scopes] });
}

async function signerOf(file: string, scopes: readonly string[]): Promise<Signer> {
  const found = CREDENTIALS.parse(JSON.parse(await readFile(file, 'utf8')));
  const { JWT, UserRefreshClient } = await import('google-auth-library');
  if (found.type === 'authorized_user')
    return new UserRefreshClient({
      clientId: found.client_id,
      clientSecret: found.client_secret,
      refreshToken: found.refresh_token,
      ...(found.quota_project_id !== undefined && { quotaProjectId: found.quota_project_id }),
    });
  return new JWT({ email: found.client_email, key: found.private_key, scopes: [...scopes] });
}
