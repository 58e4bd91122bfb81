import { findWorkspace, workspaceFolder } from '../../lib/aws/workspace-folder.ts';
import { printable } from '../printable.ts';
import type { Check } from './check.ts';
import { findChromium } from './find-chromium.ts';
import { screenshot, WIDTHS } from './screenshot.ts';

/** What pictures were made, and where they are. */
export interface Pictures {
  readonly check: Check;
  /** Absolute paths. */
  readonly files: readonly string[];
}

/** What taking pictures needs from outside. */
export interface PictureDeps {
  readonly cwd: string;
  readonly now: () => Date;
  readonly browser: string | undefined;
  readonly shoot: typeof screenshot;
  readonly progress: (text: string) => void;
}

/** The browser and folder of this process. */
export function pictureDeps(now: () => Date, progress: (text: string) => void): PictureDeps {
  return { cwd: process.cwd(), now, browser: findChromium(), shoot: screenshot, progress };
}

/**
 * Pictures of a page on staging in the site's working folder, else in this one, under `.holdfast/screenshots/`. A picture
 * that cannot be made stops nothing.
 */
export async function takePictures(
  { site, path }: { site: string; path: string },
  address: string | undefined,
  deps: PictureDeps,
): Promise<Pictures> {
  const skipped = (says: string): Pictures => ({ check: { name: 'screenshot', state: 'skipped', says }, files: [] });
  if (address === undefined) return skipped('No picture: staging has no address.');
  const { browser } = deps;
  if (browser === undefined)
    return skipped('No picture: there is no Chromium here. Install one, or name it in CHROMIUM.');
  try {
    const files = await pictures({ site, path, address, browser }, deps);
    return {
      check: { name: 'screenshot', state: 'ok', says: 'Pictures were made, to be looked at by a person.' },
      files,
    };
  } catch (error) {
    return skipped(printable(`No picture: ${error instanceof Error ? error.message.slice(0, 300) : 'unknown'}`));
  }
}

async function pictures(
  { site, path, address, browser }: { site: string; path: string; address: string; browser: string },
  { cwd, now, shoot, progress }: PictureDeps,
): Promise<string[]> {
  const workspace = await workspaceFolder((await findWorkspace(site, cwd)) ?? cwd, site);
  const time = now()
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, '');
  const files: string[] = [];
  for (const width of ['desktop', 'phone'] as const) {
    progress(`making a picture, ${WIDTHS[width][0]} pixels wide`);
    const png = await shoot(browser, address, width);
    files.push(await workspace.keep(`screenshots/${fileName(path)}.${time}.${width}.png`, png));
  }
  return files;
}

/** A key as the name of a file on any system. */
const fileName = (path: string): string =>
  path
    .replaceAll(/[^\w.-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(-100);
