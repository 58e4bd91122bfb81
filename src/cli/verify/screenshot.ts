import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** How wide and high, in CSS pixels: what a person sees of a page on a desk, and on a phone. */
export const WIDTHS = { desktop: [1280, 1600], phone: [390, 1600] } as const;

const PATIENCE_MS = 30_000;
/** How much of its own time a page has to load and draw. */
const PAGE_MS = 5000;

// Nothing but the page may be asked for anything, and nothing of the person's own browser is used.
const QUIET = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--disable-extensions',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  '--mute-audio',
];

/** A picture of an address, as PNG, by a browser of its own profile. Throws what the browser said. */
export async function screenshot(browser: string, address: string, width: keyof typeof WIDTHS): Promise<Uint8Array> {
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-screenshot-'));
  const file = path.join(folder, 'page.png');
  const args = [
    ...QUIET,
    // Chromium refuses to run as root with its sandbox.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--user-data-dir=${path.join(folder, 'profile')}`,
    `--window-size=${WIDTHS[width].join(',')}`,
    `--virtual-time-budget=${PAGE_MS}`,
    `--screenshot=${file}`,
    address,
  ];
  try {
    await promisify(execFile)(browser, args, { timeout: PATIENCE_MS, killSignal: 'SIGKILL', cwd: folder });
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
