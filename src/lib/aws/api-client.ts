import type * as z from 'zod';
import type { ApiClient } from '../api/api-client.ts';
import { ESCALATED, VERIFICATION, WARNING } from '../api/deploy-shapes.ts';
import { DECIDED, INCIDENT, INCIDENT_DETAIL, LINK, listOf } from '../api/incident-shapes.ts';
import { ALLOWANCE, ALREADY, PAGE, PAUSE, SITE, SITE_DETAIL, TOKEN, UNPAUSED } from '../api/site-shapes.ts';
import { HoldfastError } from '../errors.ts';
import { apiCall, type ApiDeps } from './api-call.ts';

type Query = Readonly<Record<string, string | number | undefined>>;

/** The API at this base address, in the hands of whom `authorize` stands for. Failures are `API.*`. */
export function httpApi(base: string, deps: ApiDeps): ApiClient {
  const text = (method: string, path: string, { query = {}, body }: { query?: Query; body?: unknown } = {}) => {
    const json = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      accept: path.includes('/previews/') ? 'text/html' : 'application/json',
      ...(json !== undefined && { 'content-type': 'application/json' }),
    };
    return apiCall(
      { method, url: address(base, path, query), headers, ...(json !== undefined && { body: json }) },
      deps,
    );
  };
  const get = async <T extends z.ZodType>(shape: T, path: string, query?: Query) =>
    parsed(shape, await text('GET', path, { query }));
  const post = async <T extends z.ZodType>(shape: T, path: string, body: unknown) =>
    parsed(shape, await text('POST', path, { body }));
  const del = async <T extends z.ZodType>(shape: T, path: string, query: Query) =>
    parsed(shape, await text('DELETE', path, { query }));
  return {
    incidents: (query) => get(listOf(INCIDENT), '/v1/incidents', query),
    incident: (id) => get(INCIDENT_DETAIL, part`/v1/incidents/${id}`),
    decide: (id, what, body) => post(DECIDED, part`/v1/incidents/${id}/${what}`, body),
    makeLink: (id, approver) => post(LINK, part`/v1/incidents/${id}/links`, { for: approver }),
    preview: (id, side) => text('GET', part`/v1/incidents/${id}/previews/${side}`),
    sites: () => get(listOf(SITE), '/v1/sites'),
    site: (name) => get(SITE_DETAIL, part`/v1/sites/${name}`),
    pages: (site, cursor) => get(listOf(PAGE), part`/v1/sites/${site}/pages`, { cursor }),
    page: (site, key) => get(PAGE, part`/v1/sites/${site}/page`, { key }),
    tokens: (site, cursor) => get(listOf(TOKEN), part`/v1/sites/${site}/tokens`, { cursor }),
    pause: (site, body) => post(PAUSE, part`/v1/sites/${site}/pauses`, body),
    unpause: (site, page) => del(UNPAUSED, part`/v1/sites/${site}/pauses`, { page }),
    allow: (site, body) => post(ALLOWANCE, part`/v1/sites/${site}/allowances`, body),
    withdraw: (site, page, id) => del(ALLOWANCE, part`/v1/sites/${site}/allowances/${id}`, { page }),
    retire: (site, body) => post(ALREADY, part`/v1/sites/${site}/retired`, body),
    unretire: (site, { kind, name }) => del(ALREADY, part`/v1/sites/${site}/retired`, { kind, name }),
    warnings: (site, { all = false, ...query } = {}) =>
      get(listOf(WARNING), part`/v1/sites/${site}/warnings`, { ...query, ...(all && { all: 'true' }) }),
    warn: (site, body) => post(WARNING, part`/v1/sites/${site}/warnings`, body),
    acknowledge: (site, id, reason) => post(WARNING, part`/v1/sites/${site}/warnings/${id}/acknowledge`, { reason }),
    async verification(site, page) {
      const { items } = await get(listOf(VERIFICATION), part`/v1/sites/${site}/verifications`, { page });
      return items[0];
    },
    verify: (site, body) => post(VERIFICATION, part`/v1/sites/${site}/verifications`, body),
    escalate: (site, body) => post(ESCALATED, part`/v1/sites/${site}/escalations`, body),
  };
}

/** Asks the API at this base address whether it runs; says nothing of who asks. Throws `API.*` when it does not. */
export async function apiHealth(base: string, deps: Omit<ApiDeps, 'authorize'>): Promise<void> {
  const request = { method: 'GET', url: address(base, '/health', {}), headers: {} };
  await apiCall(request, { ...deps, authorize: async ({ headers }) => headers });
}

/** A path whose parts stay parts, whatever is in them. */
function part(fixed: TemplateStringsArray, ...parts: string[]): string {
  return String.raw({ raw: fixed }, ...parts.map(strictly));
}

function address(base: string, path: string, query: Query): URL {
  const words = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${strictly(String(value))}`],
  );
  return new URL(`${base}${path}${words.length === 0 ? '' : '?'}${words.join('&')}`);
}

/** A signature covers a query in which everything is escaped that RFC 3986 reserves, and a space is no `+`. */
function strictly(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function parsed<T extends z.ZodType>(shape: T, text: string): z.output<T> {
  try {
    return shape.parse(JSON.parse(text));
  } catch (cause) {
    const hint = 'This checkout and the deployed stack may be of different versions: `npm run deploy`.';
    throw new HoldfastError('API.UNREADABLE', 'The API answered with something that is not understood.', {
      hint,
      cause,
    });
  }
}
