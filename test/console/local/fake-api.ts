import type { ApiClient } from '../../../src/lib/api/api-client.ts';
import type { Part } from '../../../src/lib/api/part.ts';
import type { VerificationShape, WarningShape } from '../../../src/lib/api/deploy-shapes.ts';
import type { DecidedShape, IncidentDetail, IncidentShape } from '../../../src/lib/api/incident-shapes.ts';
import type {
  AllowanceShape,
  PageShape,
  PauseShape,
  SiteDetail,
  TokenShape,
} from '../../../src/lib/api/site-shapes.ts';
import { HoldfastError, type ErrorCode } from '../../../src/lib/errors.ts';
import { sampleDetail } from '../pages/sample.ts';

/** One call that changes something, as the API got it. */
export type Write = readonly [what: string, ...args: unknown[]];

/** What the API of these tests holds; tests write to it and read from it. */
export interface ApiWorld {
  sites: SiteDetail[];
  incidents: IncidentDetail[];
  pages: PageShape[];
  tokens: TokenShape[];
  warnings: WarningShape[];
  /** What a decision of a whole deploy is answered with. */
  also: DecidedShape['also'];
  /** `false`: a decision is recorded, and nobody could be called to carry it out. */
  asked: false | undefined;
  already: boolean;
  /** How every change is refused, or every read of one kind. */
  refuses: { readonly [what in 'writes' | keyof ApiClient]?: HoldfastError };
  readonly writes: Write[];
}

const AT = '2026-03-01T09:00:00.000Z';
const WARNING_ID = '20260301T090000Z-0a1b2c3d4e5f';
const ESCALATION_ID = '0a1b2c3d4e5f60718293';

/** A site as the API tells it. */
export function sampleSite(change: Partial<SiteDetail> = {}): SiteDetail {
  return {
    name: 'demo',
    mode: 'enforce',
    bucket: 'demo-prod',
    prefix: '',
    since: AT,
    pages: ['**/*.html'],
    distributions: ['E1DEMO'],
    approvers: ['role web-lead of 123456789012', 'web@example.com'],
    pauses: [],
    retired: [],
    ...change,
  };
}

/** A page as the API tells it. */
export function samplePage(change: Partial<PageShape> = {}): PageShape {
  const baseline = { acceptedAt: AT, lastModified: AT, size: 18_432, versionId: 'v1' };
  return {
    page: 'index.html',
    state: 'guarded',
    tokens: ['HERO', 'STRIPE_CHECKOUT'],
    allowances: [],
    ...baseline,
    ...change,
  };
}

/** A token that is live. */
export function sampleToken(change: Partial<TokenShape> = {}): TokenShape {
  return { name: 'HERO', page: 'index.html', state: 'live', firstSeen: AT, gainedAt: AT, lastSeen: AT, ...change };
}

/** A warning that is open, as the API tells it. */
export function sampleWarning(change: Partial<WarningShape> = {}): WarningShape {
  const says = 'The booking page is being rebuilt: ask CB first.';
  return { id: '0a1b2c3d4e5f60718293', site: 'demo', page: 'booking/index.html', says, by: 'cb', at: AT, ...change };
}

/** A stack that guards one site, on which one incident happened. */
export function apiWorld(change: Partial<ApiWorld> = {}): ApiWorld {
  return {
    sites: [sampleSite()],
    incidents: [sampleDetail()],
    pages: [samplePage()],
    tokens: [sampleToken()],
    warnings: [],
    also: undefined,
    asked: undefined,
    already: false,
    refuses: {},
    writes: [],
    ...change,
  };
}

/** A refusal as the client of the real API throws it. */
export function refusal(code: ErrorCode, message = `refused as ${code}`): HoldfastError {
  return new HoldfastError(code, message);
}

/** The API over such a world. Cursors are places in its lists. */
export function fakeApi(world: ApiWorld): ApiClient {
  const read = async <T>(what: keyof ApiClient, give: () => T | undefined): Promise<T> => {
    if (world.refuses[what]) throw world.refuses[what];
    const given = give();
    if (given === undefined) throw refusal('API.UNKNOWN', 'There is no such thing.');
    return given;
  };
  const write = async <T>(answer: T, ...call: Write): Promise<T> => {
    world.writes.push(call);
    if (world.refuses.writes) throw world.refuses.writes;
    return answer;
  };
  const ofSite = (name: string) => world.sites.find((site) => site.name === name);
  const pause = (body: { page?: string; until: string; reason: string }): PauseShape => ({
    ...body,
    from: AT,
    by: 'cb',
  });
  return {
    sites: () => read('sites', () => ({ items: world.sites })),
    site: (name) => read('site', () => ofSite(name)),
    incidents: ({ site, state, cursor, limit = 50 }) =>
      read('incidents', () =>
        part(
          world.incidents.filter((each) => each.site === site && (state ?? each.state) === each.state).map(listed),
          cursor,
          limit,
        ),
      ),
    incident: (id) => read('incident', () => world.incidents.find((each) => each.id === id)),
    preview: (id, side) => read('preview', () => `<!doctype html><title>${side} of ${id}</title>`),
    pages: (site, cursor) => read('pages', () => ofSite(site) && part(world.pages, cursor, 50)),
    page: (site, key) => read('page', () => ofSite(site) && world.pages.find(({ page }) => page === key)),
    tokens: (site, cursor) => read('tokens', () => ofSite(site) && part(world.tokens, cursor, 50)),
    decide: async (id, what, body) => {
      const { also, asked } = world;
      const incident = listed(world.incidents.find((each) => each.id === id) ?? sampleDetail({ id }));
      return write(
        { incident, ...(asked === false && { asked }), ...(body.scope === 'deploy' && also && { also }) },
        'decide',
        id,
        what,
        body,
      );
    },
    makeLink: (id, approver) =>
      write(
        {
          incident: id,
          for: approver,
          until: AT,
          code: 'AAAAA-BBBBB-CCCCC-DDDDD',
          link: `https://api.example.com/review/${id}?view=0#code=AAAAA`,
        },
        'makeLink',
        id,
        approver,
      ),
    pause: (site, body) => write(pause(body), 'pause', site, body),
    unpause: (site, page) => write({ ended: [], asked: 0 }, 'unpause', site, page),
    allow: (site, { codes, tokens, ...body }) =>
      write<AllowanceShape>({ ...body, id: 'a1', by: 'cb' }, 'allow', site, { ...body, codes, tokens }),
    withdraw: (site, page, id) =>
      write<AllowanceShape>({ id, page, until: AT, reason: '', by: 'cb' }, 'withdraw', site, page, id),
    retire: (site, body) => write({ already: world.already }, 'retire', site, body),
    unretire: (site, what) => write({ already: world.already }, 'unretire', site, what),
    warnings: (site, { cursor } = {}) => read('warnings', () => ofSite(site) && part(world.warnings, cursor, 50)),
    warn: (site, body) => write<WarningShape>({ ...body, id: WARNING_ID, site, by: 'cb', at: AT }, 'warn', site, body),
    acknowledge: (site, id, reason) =>
      write<WarningShape>(
        { id, site, says: '', by: 'cb', at: AT, acknowledged: { by: 'cb', reason, at: AT } },
        'acknowledge',
        site,
        id,
        reason,
      ),
    verification: async () => undefined,
    verify: (site, { checks, ...body }) =>
      write<VerificationShape>({ ...body, checks: [...checks], site, by: 'cb', at: AT }, 'verify', site, body.page),
    escalate: (site, body) => write({ id: ESCALATION_ID, already: world.already }, 'escalate', site, body),
  };
}

function part<T>(all: readonly T[], cursor: string | undefined, limit: number): Part<T> {
  const from = Number(cursor ?? 0);
  const items = all.slice(from, from + limit);
  return { items, ...(from + limit < all.length && { cursor: String(from + limit) }) };
}

/** An incident as a list has it. */
function listed(detail: IncidentDetail): IncidentShape {
  const { id, site, page, state, openedAt, updatedAt, writtenAt, recurrences, findings } = detail;
  const { writer, decision, open } = detail;
  return {
    id,
    site,
    page,
    state,
    openedAt,
    updatedAt,
    writtenAt,
    recurrences,
    findings,
    open,
    ...(writer && { writer }),
    ...(decision && { decision }),
  };
}
