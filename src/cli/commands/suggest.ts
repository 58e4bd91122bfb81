import type { Site } from '../../lib/site/site.ts';
import { chooseSite } from '../choose-site.ts';
import { optionText, switchedOn, type Command, type Desk, type Input } from '../command.ts';
import { done, usage, type Outcome } from '../outcome.ts';
import { counted, printable } from '../printable.ts';
import { retiredOf } from '../retired-now.ts';
import { chosen } from '../suggest/chosen.ts';
import { showSuggestions, suggestedYaml } from '../suggest/show.ts';
import { surveyFolder, surveyLive, type Survey } from '../suggest/survey.ts';
import { writeTokens } from '../suggest/write.ts';

export const suggest: Command = {
  name: 'suggest <site>',
  summary:
    'propose token sources for what the pages visibly have and no source finds yet: forms, payment, videos, ' +
    'navigation, scripts of known providers; what is found already, scan shows',
  options: [
    ['--dir <folder>', 'look through the pages of this folder, or one file, instead of the live ones; needs no stack'],
    ['--only <names>', 'only these of the proposals, e.g. STRIPE_CHECKOUT,MAIN_NAV'],
    ['--write', 'add them to the configuration, which is shown first; without it nothing is written'],
  ],
  examples: [
    'npx holdfast suggest demo',
    'npx holdfast suggest demo --dir dist',
    'npx holdfast suggest demo --only STRIPE_CHECKOUT,MAIN_NAV --write',
  ],
  exits: [0, 1, 2, 3, 5, 7],
  writes: true,
  check(input) {
    if (optionText(input, 'only')?.trim() === '') throw usage('--only names nothing.', 'Write e.g. --only MAIN_NAV.');
  },
  alone(input, desk) {
    const folder = optionText(input, 'dir');
    return folder === undefined ? undefined : suggestOf(folder, input, desk);
  },
  async run(input, session) {
    const site = chooseSite(session.sites, input.args[0]);
    const retired = retiredOf(await session.operator.operations.site(site.name));
    const all = { ...site, retired: withRetired(site.retired, retired) };
    const bucket = session.operator.bucket(site.production.bucket);
    return told(all, await surveyLive(all, { bucket, progress: session.progress }), input, session);
  },
};

async function suggestOf(folder: string, input: Input, desk: Desk): Promise<Outcome> {
  const { sites } = await desk.config();
  const site = chooseSite(sites, input.args[0]);
  const survey = await surveyFolder(site, folder, desk.progress);
  if (survey.pages > 0) return told(site, survey, input, desk);
  const hint = `Its pages are what matches ${site.pages.join(', ')}: name the folder that is deployed.`;
  throw usage(printable(`There is no page of ${site.name} in ${folder}.`), printable(hint));
}

/** What people retired counts as what the configuration did. */
function withRetired({ tokens, phrases }: Site['retired'], more: ReturnType<typeof retiredOf>): Site['retired'] {
  const of = (kind: 'token' | 'phrase') => more.filter((each) => each.kind === kind).map(({ name }) => name);
  return { tokens: [...tokens, ...of('token')], phrases: [...phrases, ...of('phrase')] };
}

async function told(site: Site, survey: Survey, input: Input, desk: Desk): Promise<Outcome> {
  const suggestions = chosen(survey.suggestions, optionText(input, 'only'));
  const { pages, unread } = survey;
  const value = { site: site.name, pages, unread, suggestions, yaml: suggestedYaml(site, suggestions) };
  const list = showSuggestions(site.name, survey, suggestions);
  if (suggestions.length === 0) return done({ ...value, written: false }, list);
  if (!switchedOn(input, 'write')) {
    const how = `Nothing was written. To add them: the same command with --write; --only NAME,NAME chooses.`;
    return done({ ...value, written: false }, [list, shownYaml(site.name, value.yaml), how].join('\n\n'));
  }
  const sources = suggestions.map(({ source }) => source);
  const written = (await writeTokens(site.name, sources, desk)) === 'go';
  const text = `Added ${counted(sources.length, 'source')}. The guard knows them after: npx holdfast apply ${site.name}`;
  return done({ ...value, written }, written ? text : '');
}

function shownYaml(site: string, yaml: string): string {
  return `Below sites.${site} in holdfast.yml:\n\n${yaml}`;
}
