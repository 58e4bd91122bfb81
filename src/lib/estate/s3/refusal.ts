import type { IncomingMessage } from 'node:http';
import { wholeBody } from './body.ts';
import { entity } from './xml.ts';

/** What S3 answers instead of what was asked for: its name is S3's own code, as with errors of the SDK. */
export class Refusal extends Error {
  readonly statusCode: number;
  /** The state of an archived object, where S3 says it. */
  readonly storageClass: string | undefined;

  constructor(name: string, message: string, statusCode: number, storageClass: string | undefined) {
    super(message);
    this.name = name;
    this.statusCode = statusCode;
    this.storageClass = storageClass;
  }
}

/** Of an error, in bytes. */
const LONGEST = 64 * 1024;

/** Reads an error of S3: a few lines of XML. */
export async function refusalOf(answer: IncomingMessage): Promise<Refusal> {
  const status = answer.statusCode ?? 0;
  const body = (await wholeBody(answer)).toString('utf8', 0, LONGEST);
  const said = (tag: string) => new RegExp(`<${tag}>([^<]{0,1000})</${tag}>`).exec(body)?.[1];
  const name = said('Code') ?? (status === 403 ? 'AccessDenied' : `Status${status}`);
  return new Refusal(
    name,
    entity(said('Message') ?? `S3 answered with status ${status}.`),
    status,
    said('StorageClass'),
  );
}
