import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildAll } from '../../scripts/build.ts';

/** A resource of the packaged template. */
export interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever CloudFormation takes; each test says what it expects
  readonly Properties: any;
}

/** The packaged template. */
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
}

/** Packages for real, with this configuration, and gives the template that would be deployed. */
export async function packaged(config: string): Promise<Template> {
  const root = path.resolve(import.meta.dirname, '..', '..');
  await buildAll(root);
  const out = await mkdtemp(path.join(os.tmpdir(), 'holdfast-package-'));
  const tool = path.join(root, 'node_modules', 'serverless', 'bin', 'serverless.js');
  const env = { ...process.env, HOLDFAST_CONFIG: path.join(root, config), AWS_REGION: 'eu-central-1' };
  try {
    await promisify(execFile)(process.execPath, [tool, 'package', '--package', out], { cwd: root, env });
    return JSON.parse(await readFile(path.join(out, 'cloudformation-template-update-stack.json'), 'utf8'));
  } finally {
    await rm(out, { recursive: true });
  }
}

/** The resources of one type. */
export function ofType(template: Template, type: string): Resource[] {
  return Object.values(template.Resources).filter((resource) => resource.Type === type);
}

/** A resource by its logical id; throws when there is none. */
export function resource(template: Template, id: string): Resource {
  const found = template.Resources[id];
  if (!found) throw new Error(`the template has no ${id}`);
  return found;
}

/** The function of that name; the deploy tool makes the logical id. */
export function functionNamed(template: Template, name: string): Resource {
  return resource(template, `${name.replace('on-', 'OnDash')}LambdaFunction`);
}
