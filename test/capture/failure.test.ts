import { describe, expect, it } from 'vitest';
import { failureOf } from '../../src/lib/capture/failure.ts';
import { secretBook } from '../../src/lib/capture/secret-book.ts';
import { HoldfastError } from '../../src/lib/errors.ts';

const secrets = secretBook(Buffer.alloc(32, 1));
secrets.hide('ref', 'hunter-22-two');

describe('what is told of a failure', () => {
  it('has no secret, neither in its message nor in its hint', () => {
    const error = new HoldfastError('ESTATE.FAILED', 'no hunter-22-two', { hint: 'Take hunter-22-two away.' });
    expect(failureOf(error, secrets)).toEqual({
      code: 'ESTATE.FAILED',
      message: 'no [secret]',
      hint: 'Take [secret] away.',
      retryable: false,
    });
  });

  it('does not quote what cannot be read: it may hold secrets that nobody has hidden', () => {
    let failure: unknown;
    try {
      JSON.parse('{"KEY": nobody-knows-me}');
    } catch (error) {
      failure = error;
    }
    expect(String(failure)).toContain('nobody');
    expect(failureOf(failure, secrets)).toMatchObject({ message: 'What was answered cannot be read.' });
  });

  it('says what to do where reading is not allowed: what failed is not gone on with, the next capture has it', () => {
    const failure = failureOf(Object.assign(new Error('no'), { name: 'AccessDenied' }), secrets);
    expect(failure).toMatchObject({ code: 'ESTATE.DENIED', hint: expect.stringMatching(/capture again\.$/) });
  });
});
