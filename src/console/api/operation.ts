import * as z from 'zod';
import type { RefusalReason, Refused } from '../../lib/approval/outcome.ts';
import { INCIDENT_ID } from '../../lib/incident/enter.ts';
import type { Person } from '../../lib/approval/person.ts';
import { PREVIEW_SIDES, type PreviewSide } from '../../lib/preview/incident-preview.ts';
import { SITE_NAME } from '../../lib/site/site-name.ts';
import { WARNING_ID } from '../../lib/site/warning.ts';
import type { RequestDeps } from '../deps.ts';
import { type Fault, faults } from './faults.ts';
import { outsideStack } from './known-site.ts';

/** What stands in a path, by name; what is not of its shape names nothing. */
export const PARAMETERS = {
  id: z.string().regex(INCIDENT_ID).describe('An id that the API gave'),
  site: z.string().regex(SITE_NAME).describe('The name of a site'),
  allowance: z
    .string()
    .regex(/^[0-9a-f]{12}$/)
    .describe('The id of an allowance of the page'),
  warning: z.string().regex(WARNING_ID).describe('The id of a warning of the site'),
  side: z.enum(PREVIEW_SIDES).describe('Which of the two versions'),
} as const;

/** The parts of a path. */
export interface Path {
  readonly id: string;
  readonly site: string;
  readonly allowance: string;
  readonly warning: string;
  readonly side: PreviewSide;
}

/** A request whose parts are of the shapes that its operation asks for. */
export interface Asked<Q, B> {
  /** What stands in the path, by name; something of the right shape for what this path does not have. */
  readonly path: Path;
  readonly query: Q;
  readonly body: B;
  readonly person: Person;
}

/** What came of an operation. */
export type Outcome<A> =
  | { readonly kind: 'done'; readonly answer: A }
  | { readonly kind: 'malformed'; readonly errors: readonly Fault[] }
  | Refused;

interface Described {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With parameters in braces. */
  readonly path: string;
  readonly summary: string;
  /** The largest body that is taken, in bytes; absent: 16 KB. */
  readonly mostBytes?: number;
  /** What can be refused besides a request that is not understood. */
  readonly refusals: readonly RefusalReason[];
  /** Answers text with these headers instead of JSON; one of them is its `Content-Type`. */
  readonly text?: () => Readonly<Record<string, string>>;
}

interface Spec<Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> extends Described {
  readonly query: Q;
  readonly body: (now: () => Date) => B;
  readonly answer: Answer<A>;
  readonly run: (
    asked: Asked<z.output<Q>, z.output<B>>,
    deps: RequestDeps,
  ) => Promise<{ readonly kind: 'done'; readonly answer: z.input<A> } | Refused>;
}

interface Answer<A extends z.ZodType> {
  readonly status: 200 | 201 | 202;
  readonly says: string;
  readonly shape: A;
}

/** One line of the table that drives both the routes and their description. */
export interface Operation extends Described {
  readonly query: z.ZodType;
  readonly body: (now: () => Date) => z.ZodType;
  readonly answer: Answer<z.ZodType>;
  /** Takes a request as it came in, its body as parsed JSON. */
  readonly serve: (
    raw: Asked<Readonly<Record<string, string>>, unknown>,
    deps: RequestDeps,
  ) => Promise<Outcome<unknown>>;
}

/** No query at all. */
export const NO_QUERY = z.strictObject({});

/** No body at all. */
export const NO_BODY = () => z.undefined();

/** An operation that is only run on what has the shapes it asks for. */
export function operation<Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  spec: Spec<Q, B, A>,
): Operation {
  const { run, ...described } = spec;
  return {
    ...described,
    async serve({ query: asked, body: sent, ...rest }, deps) {
      const query = spec.query.safeParse(asked);
      if (!query.success) return { kind: 'malformed', errors: faults(query.error) };
      const body = spec.body(deps.now).safeParse(sent);
      if (!body.success) return { kind: 'malformed', errors: faults(body.error) };
      const site = spec.method === 'GET' ? undefined : await siteAsked(spec.path, rest.path, deps);
      const outside = site === undefined ? undefined : outsideStack(site, deps);
      if (outside) return outside;
      return run({ ...rest, query: query.data, body: body.data }, deps);
    },
  };
}

/** The site that a request is about, by its path or as the site of the incident there; none where there is no incident. */
async function siteAsked(
  template: string,
  { site, id }: Path,
  { registry }: Pick<RequestDeps, 'registry'>,
): Promise<string | undefined> {
  if (template.includes('{site}')) return site;
  const incident = await registry.incident(id);
  return incident?.site;
}
