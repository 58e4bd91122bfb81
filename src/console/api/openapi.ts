import * as z from 'zod';
import { PROBLEM, PROBLEM_TYPE } from '../../lib/api/problem.ts';
import { OTHER_PATHS } from './openapi-other.ts';
import { NO_BODY, PARAMETERS, type Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { REFUSALS } from './problems.ts';

type Json = Record<string, unknown>;

const ABOUT = `Decide what the guard undid, see what it did, and say ahead what may happen.

Every request under /v1 is signed with AWS credentials (Signature Version 4, service execute-api); IAM says who may call
it, and the approvers of a site say who may decide. Refusals are problem details (RFC 9457).`;

/** The description of the API at this address, as OpenAPI 3.1: made of the very table that the routes are made of. */
export function openApi(api: string): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: described(operation, schemas),
    };
  }
  schemaOf(PROBLEM, schemas);
  return {
    openapi: '3.1.0',
    info: { title: 'Holdfast', version: '1', description: ABOUT, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: api }],
    security: [{ sigv4: [] }],
    paths: { ...paths, ...OTHER_PATHS },
    components: { schemas, securitySchemes: { sigv4: SIGV4 } },
  };
}

const SIGV4 = {
  type: 'apiKey',
  in: 'header',
  name: 'Authorization',
  description: 'AWS Signature Version 4, service execute-api, e.g. `curl --aws-sigv4`',
  'x-amazon-apigateway-authtype': 'awsSigv4',
};

function described(operation: Operation, schemas: Json): Json {
  const { id, summary, answer, text, body } = operation;
  const media = text ? 'text/html' : 'application/json';
  const success = { description: answer.says, content: { [media]: { schema: schemaOf(answer.shape, schemas) } } };
  const sent =
    body === NO_BODY
      ? undefined
      : schemaOf(
          body(() => new Date(0)),
          schemas,
        );
  return {
    operationId: id,
    summary,
    parameters: [...pathParameters(operation), ...queryParameters(operation)],
    ...(sent && { requestBody: { required: true, content: { 'application/json': { schema: sent } } } }),
    responses: { [answer.status]: success, ...refusalsOf(operation) },
  };
}

function pathParameters({ path }: Operation): Json[] {
  return Object.entries(PARAMETERS)
    .filter(([name]) => path.includes(`{${name}}`))
    .map(([name, shape]) => ({ name, in: 'path', required: true, schema: schemaOf(shape, {}) }));
}

function queryParameters({ query }: Operation): Json[] {
  const { properties, required } = OBJECT.parse(schemaOf(query, {}));
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

const OBJECT = z.object({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
});

/** What may be answered besides success; the gateway itself answers some of 401, 403 and 429. */
function refusalsOf({ refusals, body }: Operation): Json {
  const kinds: (readonly [number, string])[] = [
    REFUSALS.invalid,
    [401, 'Nobody signed this'],
    [403, 'Not allowed'],
    ...(body === NO_BODY
      ? []
      : ([
          [413, 'The body is too large'],
          [415, 'Not the right kind of body'],
        ] as const)),
    ...refusals.map((why) => REFUSALS[why]),
    [429, 'Too many requests'],
    [500, 'A fault of the server'],
    [503, 'Something it needs is busy: try again'],
  ];
  const statuses = [...new Set(kinds.map(([status]) => status))];
  const titles = (status: number) => [...new Set(kinds.filter(([of]) => of === status).map(([, title]) => title))];
  return Object.fromEntries(statuses.map((status) => [status, problemSaying(titles(status).join('; or: '))]));
}

function problemSaying(description: string): Json {
  return { description, content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } } };
}

/** The schema of a shape; those that have a name of their own go among `schemas`, and are referred to. */
function schemaOf(shape: z.ZodType, schemas: Json): Json {
  const made = z.toJSONSchema(shape, {
    io: 'input',
    override: ({ jsonSchema }) => {
      // The format says it; the pattern is 400 characters of calendar.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    },
  });
  const { $schema: _, $defs = {}, ...schema } = movedRefs(made);
  Object.assign(schemas, $defs);
  return schema;
}

function movedRefs(schema: object): Json {
  return JSON.parse(JSON.stringify(schema), (name, value: unknown) =>
    name === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', '#/components/schemas/') : value,
  );
}
