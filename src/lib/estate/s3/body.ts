import type { IncomingMessage } from 'node:http';

/** The whole of a short answer. Rejects where it was cut short. */
export function wholeBody(answer: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('error', reject);
    answer.on('end', () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only ? only : Buffer.concat(chunks));
    });
    answer.on('close', () => {
      if (!answer.complete) reject(new Error('the answer was cut short'));
    });
  });
}
