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

/** What a browser needs of this process: where programs, fonts and proxies are. */
const HANDED_ON = /^(?:PATH|LANG|LC_\w+|TZ|TMPDIR|LD_LIBRARY_PATH|FONTCONFIG_\w+|SYSTEMROOT|(?:https?|all|no)_proxy)$/i;

/** Whoever takes over the browser by a page finds no credentials: neither in its environment nor in its home. */
function environment(home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => HANDED_ON.test(name));
  return { ...Object.fromEntries(kept), HOME: home };
}

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
    await promisify(execFile)(browser, args, {
      timeout: PATIENCE_MS,
      killSignal: 'SIGKILL',
      cwd: folder,
      env: environment(folder),
    });
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
