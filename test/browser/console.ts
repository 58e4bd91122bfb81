import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Page } from 'playwright-core';

/** A console that runs, as the command line started it. */
export interface Console {
  /** The address that it printed: it opens the console once. */
  readonly launch: string;
  /** Its origin, without a slash at its end. */
  readonly origin: string;
  readonly close: () => Promise<void>;
}

const PATIENCE_MS = 60_000;

/** Starts `holdfast console` on the local stack; throws with what it printed when no address comes. */
export async function startConsole(): Promise<Console> {
  const child = spawn(process.execPath, ['src/cli/main.ts', 'console', '--local'], {
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const launch = await printedAddress(child);
  return { launch, origin: new URL(launch).origin, close: () => end(child) };
}

function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const fail = () => reject(new Error(`the console printed no address: ${printed}`));
    const patience = setTimeout(fail, PATIENCE_MS);
    child.once('exit', fail);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        const [address] = /http:\/\/127\.0\.0\.1:\d+\/launch\/\S+/.exec(printed) ?? [];
        if (address === undefined) return;
        clearTimeout(patience);
        resolve(address);
      });
    }
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Goes on from the start page to a site of the console. */
export async function toSite(page: Page, site: string): Promise<void> {
  await page.getByRole('link', { name: site, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: site }).waitFor();
}
