import type { PageHistory } from '../../lib/backtest/page-history.ts';
import { pictureOfHistories } from '../../lib/backtest/picture.ts';
import { lineOf } from '../../lib/backtest/replayed-line.ts';
import { tallyOf } from '../../lib/backtest/tally.ts';
import type { SiteRecord } from '../../lib/site/site-record.ts';
import { bucketHistories } from '../backtest/bucket-histories.ts';
import { folderHistories } from '../backtest/folder-histories.ts';
import { gitHistories } from '../backtest/git-histories.ts';
import { gitObjects } from '../backtest/git-objects.ts';
import { BUCKET_PAGES_AT_ONCE, runBacktest } from '../backtest/run-backtest.ts';
import { severitiesOf } from '../backtest/severities.ts';
import { showOrigin, showTally, showVersions } from '../backtest/show-backtest.ts';
import { siteOfPolicy, underPolicy } from '../backtest/site-of-policy.ts';
import { pictureOf, sourceOf, type Source } from '../backtest/source.ts';
import { refuseOver, writePicture } from '../backtest/write-picture.ts';
import { chooseSite } from '../choose-site.ts';
import { optionText, optionTexts, switchedOn, type Command, type Desk, type Input, type Session } from '../command.ts';
import type { Outcome } from '../outcome.ts';
import { printable } from '../printable.ts';

/** A history as it was found, and by what it is judged. */
interface Found {
  readonly histories: readonly PageHistory[];
  readonly site: SiteRecord;
  /** Where it is from, and by whose policy it is judged. */
  readonly origin: string;
  readonly notes: readonly string[];
  readonly axis: 'time' | 'order';
  readonly atOnce: number;
}

export const backtest: Command = {
  name: 'backtest [site] [page...]',
  summary: 'replay history through the very judgement: what the guard would have said, had it enforced',
  options: [
    ['--git <repository>', 'replay the first-parent history of the paths named: a file, a folder, or a glob in quotes'],
    ['--dir <folder>', 'each subfolder is a page with its versions in the order of their names; the last is judged'],
    ['--site <name>', 'with --git and --dir: by whose policy to judge, where several sites are configured'],
    ['--last <count>', 'versions of each page, the newest (else 200 of a bucket, 10,000 of a repository)'],
    [
      '--severity <code=severity>',
      'judge as if the policy said so, e.g. base.stale=alert,page.structure=ignore',
      'many',
    ],
    ['--all', 'show every version, not only those with findings'],
    ['--picture <file>', 'draw a timeline of each page into a new .svg or .html file'],
    ['--force', 'draw over a file that is there'],
  ],
  examples: [
    'npx holdfast backtest demo',
    'npx holdfast backtest demo booking/index.html --last 50 --severity base.stale=alert',
    'npx holdfast backtest --git ../site public --picture backtest.svg',
    'npx holdfast backtest --git ../site.git index.html --json',
    'npx holdfast backtest --dir histories --all',
  ],
  exits: [0, 1, 2, 7],
  writes: false,
  check(input) {
    sourceOf(input);
    severitiesOf(optionTexts(input, 'severity'));
    const picture = pictureOf(input);
    if (picture) refuseOver(picture);
  },
  alone(input, desk) {
    const source = sourceOf(input);
    return source.kind === 'bucket' ? undefined : onThisMachine(source, input, desk);
  },
  async run(input, session) {
    const source = sourceOf(input);
    if (source.kind !== 'bucket') return onThisMachine(source, input, session);
    return told(await inBucket(source, input, session), input, session);
  },
};

async function inBucket(source: Source & { kind: 'bucket' }, input: Input, session: Session): Promise<Found> {
  const { operator, progress } = session;
  const config = chooseSite(session.sites, source.site);
  const applied = await operator.operations.site(config.name);
  const site = underPolicy(config, severitiesOf(optionTexts(input, 'severity')), applied?.retired);
  const { bucket, prefix } = config.production;
  const histories = await bucketHistories(source, site, { bucket: operator.bucket(bucket), progress });
  const origin = showOrigin(`s3://${bucket}/${prefix}`, `the site ${config.name}`);
  return { histories, site, origin, notes: [], axis: 'time', atOnce: BUCKET_PAGES_AT_ONCE };
}

async function onThisMachine(source: Exclude<Source, { kind: 'bucket' }>, input: Input, desk: Desk): Promise<Outcome> {
  const named = { site: optionText(input, 'site'), config: optionText(input, 'config') };
  const { site: config, says } = await siteOfPolicy(named, desk);
  const site = underPolicy(config, severitiesOf(optionTexts(input, 'severity')));
  const common = { site, atOnce: 1 };
  if (source.kind === 'dir') {
    const found = await folderHistories(source.folder, config);
    return told({ ...common, ...found, axis: 'order', origin: showOrigin(source.folder, says) }, input, desk);
  }
  const objects = gitObjects(source.repository);
  try {
    const found = await gitHistories(source, config, { objects, progress: desk.progress });
    const origin = showOrigin(`${source.repository}: ${source.paths.join(' ')}`, says);
    return await told({ ...common, ...found, axis: 'time', origin }, input, desk);
  } finally {
    objects.close();
  }
}

async function told(found: Found, input: Input, { progress }: Pick<Desk, 'progress'>): Promise<Outcome> {
  const pages = await runBacktest(found.histories, found.site, { atOnce: found.atOnce, progress });
  const replayed = pages.flatMap(({ judged }) => judged);
  const tally = tallyOf(replayed);
  const picture = pictureOf(input);
  if (picture) await writePicture(picture, pictureOfHistories(pages, found, picture.form));
  const parts = [
    [found.origin, ...found.notes].join('\n'),
    showVersions(replayed, switchedOn(input, 'all')),
    showTally(tally),
    picture && `The picture is in ${printable(picture.file)}.`,
  ];
  return {
    exitCode: 0,
    value: tally,
    lines: replayed.map(lineOf),
    text: parts.filter((part) => part !== undefined).join('\n\n'),
  };
}
