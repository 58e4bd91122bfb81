import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  type CreateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { zip } from '../../scripts/build/zip.ts';
import { localSettings } from './probe-clients.ts';

const lambda = new LambdaClient(localSettings());

/** A function of the emulator that notes every event it gets, then does what the given lines say. */
export async function newFunction(body: string, Timeout = 30) {
  const name = `probe-${crypto.randomUUID()}`;
  const notes = path.join(mkdtempSync(path.join(os.tmpdir(), 'holdfast-probe-')), 'notes.jsonl');
  const code = `import { appendFileSync } from 'node:fs';
    export async function handler(event, context) {
      const note = (value) => appendFileSync(${JSON.stringify(notes)}, JSON.stringify(value) + '\\n');
      ${body}
    }`;
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: await anyRole(),
      Timeout,
      Code: { ZipFile: await zip(new Map([['index.mjs', Buffer.from(code)]])) },
    }),
  );
  const sources: (string | undefined)[] = [];
  return {
    name,
    async readFrom(source: Omit<CreateEventSourceMappingCommandInput, 'FunctionName'>): Promise<void> {
      const made = await lambda.send(new CreateEventSourceMappingCommand({ FunctionName: name, ...source }));
      sources.push(made.UUID);
    },
    notes: () => read(notes),
    /** Everything noted, once there are so many notes; throws after half a minute. */
    async untilNoted(count: number) {
      for (let waited = 0; waited < 30_000; waited += 100) {
        const noted = read(notes);
        if (noted.length >= count) return noted;
        await sleep(100);
      }
      throw new Error(`${read(notes).length} notes instead of ${count}: ${JSON.stringify(read(notes)).slice(0, 500)}`);
    },
    async remove(): Promise<void> {
      for (const UUID of sources) await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
      await lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
    },
  };
}

/** The emulator wants a role that exists; these functions call nothing. */
async function anyRole(): Promise<string | undefined> {
  const FunctionName = 'holdfast-local-on-incident';
  return (await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))).Role;
}

// oxlint-disable-next-line typescript/no-explicit-any -- whatever the function noted; each test says what it expects
function read(file: string): any[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
