import * as z from 'zod';
import type { Input } from '../command.ts';
import { deploy } from '../commands/deploy.ts';
import { diff } from '../commands/diff.ts';
import { incidents } from '../commands/incidents.ts';
import { promote } from '../commands/promote.ts';
import { proof } from '../commands/proof.ts';
import { pull } from '../commands/pull.ts';
import { showIncident } from '../commands/show-incident.ts';
import { warnings } from '../commands/warnings.ts';
import { tool, type Tool } from './tool.ts';

const SITE = z.string().min(1).max(64).describe('The name of a site in holdfast.yml');
const PATH = z.string().min(1).max(1024);
const PATHS = z
  .array(PATH)
  .max(500)
  .default([])
  .describe('Relative to the folder in which the server was started; all of the site where none is named');
const SOME = z.array(PATH).min(1).max(500).describe('Relative to the folder in which the server was started');
const CHANGE = z.string().min(1).max(200).optional().describe('The one logical change of this deploy, in a few words');

/**
 * What coding agents may do: look, and deploy as far as the rules let anybody. There is no tool that verifies, decides,
 * allows, pauses or acknowledges: those are for people.
 */
export const TOOLS: readonly Tool[] = [
  tool({
    name: 'pull',
    title: 'Fetch live pages',
    description:
      'Rule D1. Fetches the live pages of a site into the working folder and records what each file was made from. Do this ' +
      'before any edit. Never touches a file that was changed here.',
    input: z.strictObject({ site: SITE, pages: PATHS }),
    command: pull,
    typed: ({ site, pages }) => typed([site, ...pages]),
  }),
  tool({
    name: 'diff',
    title: 'Compare local with live',
    description: 'Rule D1. Says how each local file stands to the live page, and shows the difference.',
    input: z.strictObject({ site: SITE, pages: PATHS, all: z.boolean().default(false).describe('Not only 50 lines') }),
    command: diff,
    typed: ({ site, pages, all }) => typed([site, ...pages], { all }),
  }),
  tool({
    name: 'proof',
    title: 'Show what a deploy would do',
    description:
      'Rule D6. The six lines of the proof block, and everything that stands in the way of a deploy. Writes nothing.',
    input: z.strictObject({ site: SITE, files: PATHS, to: z.enum(['staging', 'production']).default('staging') }),
    command: proof,
    typed: ({ site, files, to }) => typed([site, ...files], { to }),
  }),
  tool({
    name: 'deploy',
    title: 'Deploy to staging',
    description:
      'Rule D2. Puts local files on staging, and nowhere else. Refused where anything would be lost, where production is ' +
      'ahead, or where more than one change is made without a name. A person verifies what is on staging afterwards.',
    input: z.strictObject({ site: SITE, files: PATHS, change: CHANGE }),
    command: deploy,
    typed: ({ site, files, change }) => typed([site, ...files], { yes: true, ...(change !== undefined && { change }) }),
  }),
  tool({
    name: 'promote',
    title: 'Promote to production',
    description:
      'Rule D2. Copies to production exactly the bytes that a person verified on staging. Refused before that, and where ' +
      'anything would be lost.',
    input: z.strictObject({ site: SITE, pages: SOME }),
    command: promote,
    typed: ({ site, pages }) => typed([site, ...pages], { yes: true }),
  }),
  tool({
    name: 'warnings',
    title: 'List open warnings',
    description: 'Rule D4. Warnings that block deploys. Only a person acknowledges them.',
    input: z.strictObject({ site: SITE }),
    command: warnings,
    typed: ({ site }) => typed([site]),
  }),
  tool({
    name: 'incidents',
    title: 'List incidents',
    description: 'Uploads that the guard undid or told of, newest first.',
    input: z.strictObject({ site: SITE.optional(), limit: z.int().min(1).max(100).default(20) }),
    command: incidents,
    typed: ({ site, limit }) => typed([], { limit: String(limit), ...(site !== undefined && { site }) }),
  }),
  tool({
    name: 'incident',
    title: 'Show an incident',
    description: 'Everything about one incident, with the difference. Only a person decides it.',
    input: z.strictObject({ id: z.string().regex(/^[\w-]{6,128}$/) }),
    command: showIncident,
    typed: ({ id }) => typed([id]),
  }),
];

const typed = (args: readonly string[], options: Input['options'] = {}): Input => ({ args, options });
