import type { Inspection } from '../../lib/deploy/inspection.ts';
import type { Site } from '../../lib/site/site.ts';
import { chooseSite } from '../choose-site.ts';
import { optionText, switchedOn, type Command, type Input, type Session } from '../command.ts';
import { changeOf, CHANGE_OPTION } from '../deploy/change-option.ts';
import { localFiles } from '../deploy/local-files.ts';
import { proofMarkdown } from '../deploy/markdown.ts';
import { prepareDeploy, preparePromote } from '../deploy/prepare.ts';
import { nextOf, obstaclesExit } from '../deploy/refused.ts';
import { inspectionValue, showProof } from '../deploy/show-inspection.ts';
import { showObstacles } from '../deploy/show-obstacles.ts';
import { done, usage, type Outcome } from '../outcome.ts';
import { openWorkspace } from '../workspace.ts';

export const proof: Command = {
  name: 'proof <site> [files...]',
  summary: 'show the proof block and everything that stands against a deploy, and write nothing',
  options: [
    ['--to <target>', 'staging (local files, the default), or production (pages that are on staging)'],
    CHANGE_OPTION,
    ['--markdown', 'as a comment for a pull request, with the diff'],
  ],
  examples: [
    'npx holdfast proof demo index.html',
    'npx holdfast proof demo index.html --to production',
    'npx holdfast proof demo --markdown > comment.md',
  ],
  exits: [0, 1, 2, 3, 4, 7],
  writes: false,
  check(input) {
    changeOf(input);
    if (toOf(input) === 'production' && input.args.length < 2) {
      throw usage(
        'Which pages would be promoted is missing.',
        'Write e.g. npx holdfast proof demo index.html --to production',
      );
    }
  },
  async run(input, session) {
    const site = chooseSite(session.sites, input.args[0]);
    const inspection = await inspect(input, site, session);
    if (!inspection) return nothing(site.name);
    const exitCode = obstaclesExit(inspection.obstacles);
    const value = { ...inspectionValue(inspection, session.now()), next: nextSteps(inspection, input) };
    if (!switchedOn(input, 'markdown')) return { exitCode, value, text: textOf(inspection, session.now()) };
    const markdown = proofMarkdown(inspection, session.now());
    return { exitCode, value: { ...value, markdown }, text: markdown };
  },
};

async function inspect(input: Input, site: Site, session: Session): Promise<Inspection | undefined> {
  const named = input.args.slice(1).filter((arg) => arg !== undefined);
  if (toOf(input) === 'production') return preparePromote({ site, paths: named }, { session });
  const workspace = await openWorkspace(site.name, { cwd: process.cwd() });
  const { paths } = await localFiles(workspace, named, process.cwd());
  if (paths.length === 0) return undefined;
  const change = changeOf(input);
  return prepareDeploy({ site, paths, ...(change !== undefined && { change }) }, { session, workspace });
}

function textOf(inspection: Inspection, now: Date): string {
  const { obstacles } = inspection;
  const against = obstacles.length === 0 ? 'Nothing stands against it.' : showObstacles(obstacles);
  return `${showProof(inspection, now)}\n\n${against}`;
}

function nextSteps({ obstacles, site }: Inspection, input: Input): string[] {
  if (obstacles.length > 0) return nextOf(obstacles);
  const command = toOf(input) === 'production' ? 'promote' : 'deploy';
  return [`npx holdfast ${command} ${site.name} with the same files`];
}

function nothing(site: string): Outcome {
  const text = 'Nothing would be deployed: every file that is here is as it was pulled.';
  return done({ site, target: 'staging', proof: [], obstacles: [], next: [] }, text);
}

function toOf(input: Input): 'staging' | 'production' {
  const to = optionText(input, 'to') ?? 'staging';
  if (to === 'staging' || to === 'production') return to;
  throw usage(`"${to}" is no target.`, 'Write --to staging or --to production.');
}
