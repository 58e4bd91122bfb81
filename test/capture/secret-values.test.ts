import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSecretsFile } from '../../src/lib/aws/secrets-file.ts';
import { parseGivenSecrets } from '../../src/lib/capture/given-secrets.ts';
import { secretBook } from '../../src/lib/capture/secret-book.ts';
import { secretValues, type SecretNews } from '../../src/lib/capture/secret-values.ts';

const REF = 'lambda/booking/env/API_KEY';

function valuesFrom(file: string, { sameKey = true, encrypted }: { sameKey?: boolean; encrypted?: string } = {}) {
  const secrets = secretBook(Buffer.alloc(32, 1));
  const told: SecretNews[] = [];
  const secret = secretValues({
    encrypted: (ref) => Promise.resolve(ref === REF ? encrypted : undefined),
    file: parseGivenSecrets(file, 'secrets.yml'),
    secrets,
    sameKey,
    tell: (news) => told.push(news),
  });
  return { secret, told, secrets, reference: secretBook(Buffer.alloc(32, 1)).hide(REF, 'as-captured') };
}

describe('values of secrets', () => {
  it('come from the file of the operator where they are the captured ones', async () => {
    const { secret, told, reference } = valuesFrom(`${REF}: as-captured`);
    expect(await secret(reference)).toBe('as-captured');
    expect(told).toEqual([]);
  });

  it('are not used where they are not the captured ones, which is told once', async () => {
    const { secret, told, reference } = valuesFrom(`${REF}: as-mistyped`, { encrypted: 'as-captured' });
    expect(await secret(reference)).toBeUndefined();
    expect(await secret(reference)).toBeUndefined();
    expect(told).toEqual([{ kind: 'mismatch', ref: REF }]);
  });

  it('are used all the same where the operator says that they were changed', async () => {
    const { secret, told, reference } = valuesFrom(`${REF}: { rotated: as-of-today }`);
    expect(await secret(reference)).toBe('as-of-today');
    expect(told).toEqual([]);
  });

  it('cannot be checked with another key, which is told', async () => {
    const { secret, told, reference } = valuesFrom(`${REF}: as-of-today`, { sameKey: false });
    expect(await secret(reference)).toBe('as-of-today');
    expect(told).toEqual([{ kind: 'unchecked', ref: REF }]);
  });

  it('come from the capture where they were encrypted, and only as they were captured', async () => {
    const good = valuesFrom('{}', { encrypted: 'as-captured' });
    expect(await good.secret(good.reference)).toBe('as-captured');
    const swapped = valuesFrom('{}', { encrypted: 'of-somebody-else' });
    expect(await swapped.secret(swapped.reference)).toBeUndefined();
  });

  it('are unknown where nobody gives them', async () => {
    const { secret, reference } = valuesFrom('');
    expect(await secret(reference)).toBeUndefined();
  });

  it('are scrubbed from messages once they were handed out, or refused', async () => {
    const { secret, secrets, reference } = valuesFrom(`${REF}: as-mistyped`);
    await secret(reference);
    expect(secrets.scrub('no as-mistyped here')).toBe('no [secret] here');
  });
});

describe('the file of secrets', () => {
  const valueOf = (text: string) => parseGivenSecrets(text, 'secrets.yml').get(REF)?.value;

  it.each([
    [`${REF}: plain`, 'plain'],
    [`${REF}: 010`, '010'],
    [`${REF}: yes`, 'yes'],
    [`${REF}: ''`, ''],
    [`${REF}: |\n  two\n  lines`, 'two\nlines\n'],
    [JSON.stringify({ [REF]: 'a "quoted" one' }), 'a "quoted" one'],
  ])('reads %j as text', (text, value) => {
    expect(valueOf(text)).toBe(value);
  });

  it.each([
    [`a: b\n${REF}: [hidden-value]`, 2],
    [`a: b\n${REF}: { other: hidden-value }`, 2],
    [`${REF}: "hidden-value`, 1],
    [`a: hidden-value\na: hidden-value`, 2],
    ['- hidden-value', 1],
    [`a: &x hidden-value\nb: *x`, 2],
  ])('refuses %j with its line and without its values', (text, line) => {
    expect(() => parseGivenSecrets(text, 'secrets.yml')).toThrow(
      expect.objectContaining({
        code: 'CONFIG.INVALID',
        message: expect.stringMatching(new RegExp(`^secrets\\.yml:${line}: (?!.*hidden-value)`)),
      }),
    );
  });

  it('warns of a file that others can read', async () => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'holdfast-secrets-')), 'secrets.yml');
    await writeFile(file, `${REF}: x\n`, { mode: 0o600 });
    expect(await readSecretsFile(file)).toEqual({
      given: new Map([[REF, { value: 'x', rotated: false }]]),
      warning: undefined,
    });
    await chmod(file, 0o640);
    expect((await readSecretsFile(file)).warning).toContain('chmod 600');
    await expect(readSecretsFile(`${file}x`)).rejects.toMatchObject({ code: 'CONFIG.MISSING' });
  });
});
