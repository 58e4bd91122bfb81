import { chooseSite } from '../choose-site.ts';
import type { Command } from '../command.ts';
import { liveKeys } from '../live-keys.ts';
import { table } from '../printable.ts';
import { scanPages, showScan } from '../scan.ts';

export const scan: Command = {
  name: 'scan <site>',
  summary:
    'read every live page as the guard would: its tokens, what is retired but live, what cannot be read; ' +
    'what no source finds yet, suggest proposes',
  examples: ['npx holdfast scan demo', 'npx holdfast scan demo --json'],
  exits: [0, 1, 2, 6, 7],
  writes: false,
  async run({ args: [name] }, session) {
    const site = chooseSite(session.sites, name);
    const bucket = session.operator.bucket(site.production.bucket);
    const live = await liveKeys(site, bucket, session.progress);
    const pages = await scanPages(site, live.pages, { bucket, progress: session.progress });
    const rows = pages.map(({ key, size, tokens }) => [key, String(size), tokens.join(' ')]);
    const trouble =
      live.unguardable.length > 0 || pages.some((page) => page.unreadable !== undefined || page.retired.length > 0);
    return {
      exitCode: trouble ? 6 : 0,
      value: { site: site.name, pages, assets: live.assets, unguardable: live.unguardable },
      text: [showScan(site, live, pages), ...(rows.length > 0 ? [table(['page', 'bytes', 'tokens'], rows)] : [])].join(
        '\n\n',
      ),
    };
  },
};
