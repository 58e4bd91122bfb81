import { fields, listed, schemaFaults, type Json } from './schema-rules.ts';

// What OpenAPI 3.1.0 demands of a document, as far as this one uses it; sections of
// https://spec.openapis.org/oas/v3.1.0 are named beside each rule.

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);
/** What is wrong with a document, each with its place; empty when it keeps the rules. */
export function faultsOf(document: Json): string[] {
  const faults: string[] = [];
  const root = fields(document);
  // OpenAPI Object
  if (!/^3\.1\.\d+$/.test(String(root['openapi']))) faults.push('openapi is no version 3.1');
  const { title, version } = fields(root['info']);
  if (typeof title !== 'string' || typeof version !== 'string') faults.push('info lacks title or version');
  if (!('paths' in root || 'components' in root || 'webhooks' in root)) faults.push('it describes nothing');
  const schemas = fields(fields(root['components'])['schemas']);
  for (const [name, schema] of Object.entries(schemas)) {
    // Components Object
    if (!/^[\w.-]+$/.test(name)) faults.push(`${name} is no name of a component`);
    faults.push(...schemaFaults(schema, `schemas.${name}`));
  }
  for (const [path, item] of Object.entries(fields(root['paths']))) faults.push(...pathFaults(path, fields(item)));
  return [...faults, ...sameIds(root), ...sameTemplates(root), ...brokenRefs(document), ...unknownSecurity(root)];
}

/** Paths Object, Path Item Object, Operation Object. */
function pathFaults(path: string, item: Readonly<Record<string, Json>>): string[] {
  const unknown = Object.keys(item).filter((key) => !METHODS.has(key));
  const wrong = path.startsWith('/') ? [] : [`${path} does not begin with a slash`];
  const operations = Object.entries(item).filter(([key]) => METHODS.has(key));
  return [
    ...wrong,
    ...unknown.map((key) => `${path} has ${key}`),
    ...operations.flatMap(([method, operation]) => operationFaults(`${method} ${path}`, path, fields(operation))),
  ];
}

function operationFaults(at: string, path: string, operation: Readonly<Record<string, Json>>): string[] {
  const parameters = listed(operation['parameters']).map(fields);
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const named = parameters.filter((parameter) => parameter['in'] === 'path').map(({ name }) => name);
  const keys = parameters.map((parameter) => `${String(parameter['in'])} ${String(parameter['name'])}`);
  const responses = Object.entries(fields(operation['responses']));
  return [
    ...(same(inPath, named) ? [] : [`${at}: its path and its path parameters differ`]),
    ...(new Set(keys).size === keys.length ? [] : [`${at}: a parameter twice`]),
    ...parameters.flatMap((parameter) => parameterFaults(at, parameter)),
    ...(responses.length > 0 ? [] : [`${at}: no responses`]),
    ...responses.flatMap(([status, response]) => responseFaults(`${at} ${status}`, status, fields(response))),
    ...contentFaults(`${at} body`, operation['requestBody'] && fields(operation['requestBody'])['content']),
    ...(at.startsWith('get') && operation['requestBody'] ? [`${at}: a GET with a body`] : []),
  ];
}

/** Parameter Object. */
function parameterFaults(at: string, { name, in: place, required, schema }: Readonly<Record<string, Json>>): string[] {
  const where = `${at} ${String(name)}`;
  return [
    ...(['path', 'query', 'header', 'cookie'].includes(String(place)) ? [] : [`${where}: in ${String(place)}`]),
    ...(place === 'path' && required !== true ? [`${where}: a path parameter that is not required`] : []),
    ...(schema === undefined ? [`${where}: no schema`] : schemaFaults(schema, where)),
  ];
}

/** Responses Object, Response Object. */
function responseFaults(at: string, status: string, response: Readonly<Record<string, Json>>): string[] {
  return [
    ...(/^(?:[1-5]\d\d|[1-5]XX|default)$/.test(status) ? [] : [`${at}: no status`]),
    ...(typeof response['description'] === 'string' ? [] : [`${at}: no description`]),
    ...contentFaults(at, response['content']),
  ];
}

/** Media Type Object. */
function contentFaults(at: string, content: Json): string[] {
  return Object.entries(fields(content)).flatMap(([media, { schema }]) => [
    ...(/^[\w.+-]+\/[\w.+*-]+$/.test(media) ? [] : [`${at}: ${media} is no media type`]),
    ...(schema === undefined ? [] : schemaFaults(schema, `${at} ${media}`)),
  ]);
}

/** Operation Object: "The id MUST be unique among all operations". */
function sameIds(root: Readonly<Record<string, Json>>): string[] {
  const ids = Object.values(fields(root['paths'])).flatMap((item) =>
    Object.values(fields(item)).map((operation) => fields(operation)['operationId']),
  );
  return ids
    .filter((id, index) => typeof id !== 'string' || ids.indexOf(id) !== index)
    .map((id) => `operation ${String(id)} twice`);
}

/** Paths Object: templated paths with the same hierarchy but other names are identical. */
function sameTemplates(root: Readonly<Record<string, Json>>): string[] {
  const paths = Object.keys(fields(root['paths'])).map((path) => path.replaceAll(/\{\w+\}/g, '{}'));
  return paths.filter((path, index) => paths.indexOf(path) !== index).map((path) => `${path} twice`);
}

/** Reference Object: every reference leads somewhere. */
function brokenRefs(document: Json): string[] {
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"/g)].map(([, ref = '']) => ref);
  return [...new Set(refs)].filter((ref) => at(document, ref) === undefined).map((ref) => `${ref} is nowhere`);
}

/** Security Requirement Object: names what is declared. */
function unknownSecurity(root: Readonly<Record<string, Json>>): string[] {
  const declared = Object.keys(fields(fields(root['components'])['securitySchemes']));
  const asked = listed(root['security'] ?? []).flatMap((requirement) => Object.keys(fields(requirement)));
  return asked.filter((name) => !declared.includes(name)).map((name) => `security scheme ${name} is not declared`);
}

function at(document: Json, ref: string): Json {
  if (!ref.startsWith('#/')) return undefined;
  return ref
    .slice(2)
    .split('/')
    .reduce<Json>((value, name) => fields(value)[name], document);
}

const same = (a: readonly Json[], b: readonly Json[]): boolean =>
  a.length === b.length && a.every((each) => b.includes(each));
