import { gone } from '../capture/failure.ts';
import { folderOf, segmentOf } from '../capture/resource.ts';
import type { Service } from '../capture/service.ts';
import { HoldfastError } from '../errors.ts';
import { API, appsScript, OPTIONS } from './apps-script/api.ts';
import { restore } from './apps-script/restore.ts';
import { fileNameOf, type ScriptFile } from './apps-script/shapes.ts';

const NAME = 'apps-script';
const FOLDER = 'gas-projects';

/** Google Apps Script projects: their files at HEAD, versions and deployments. */
export const service: Service = {
  name: NAME,
  title: 'Apps Script projects',
  folder: FOLDER,
  where: 'elsewhere',
  // Google shows a project's quota in its Cloud console alone: a careful guess.
  limits: { [API]: 3 },
  options: OPTIONS,
  async *list(estate) {
    const { projects } = OPTIONS.parse(estate.options(NAME));
    const missing: string[] = [];
    const found: { id: string; called: string }[] = [];
    for (const { id, name } of new Map(projects.map((project) => [project.id, project])).values()) {
      const project = await appsScript(estate, 'read').project(id);
      if (project) found.push({ id, called: name ?? (project.title || id) });
      else missing.push(name ?? id);
    }
    for (const { id, called } of found) {
      const alone = found.filter((other) => segmentOf(other.called) === segmentOf(called)).length === 1;
      const name = alone ? called : `${called} (${id})`;
      yield { service: NAME, id, name, region: 'global', folder: folderOf(FOLDER, name, 'global', estate.regions[0]) };
    }
    if (missing.length > 0)
      throw new HoldfastError('ESTATE.MISSING', `Apps Script has no project ${missing.join(', ')}.`, {
        hint: 'Check its id in capture.yml (apps-script: { projects: … }), and that it is shared with whoever Holdfast signs in as.',
      });
  },
  async capture(resource, sink, estate) {
    const api = appsScript(estate, 'read');
    const [project, content] = [await api.project(resource.id), await api.content(resource.id)];
    if (!project || !content) throw gone(resource);
    const [versions, deployments] = [await api.versions(resource.id), await api.deployments(resource.id)];
    const pathOf = freePaths();
    const files: (Pick<ScriptFile, 'name' | 'type'> & { path: string })[] = [];
    for (const { name, type, source } of content.files) {
      const placed = await sink.bytes(pathOf({ name, type }), Buffer.from(source));
      files.push({ name, type, path: placed.path.slice(resource.folder.length + 1) });
    }
    await sink.json('project.json', {
      title: project.title,
      parentId: project.parentId,
      files,
      versions: versions
        .map(({ versionNumber, description }) => ({ versionNumber, description }))
        .toSorted((a, b) => a.versionNumber - b.versionNumber),
      deployments: deployments
        .map(({ deploymentId, deploymentConfig, entryPoints }) => ({ deploymentId, ...deploymentConfig, entryPoints }))
        .toSorted((a, b) => (a.deploymentId < b.deploymentId ? -1 : 1)),
    });
    await sink.json('observed.json', {
      scriptId: project.scriptId,
      createTime: project.createTime,
      updateTime: project.updateTime,
      files: content.files.map((file) => ({ name: fileNameOf(file), updateTime: file.updateTime })),
      versions: versions.map(({ versionNumber, createTime }) => ({ versionNumber, createTime })),
      deployments: deployments.map(({ deploymentId, updateTime }) => ({ deploymentId, updateTime })),
    });
  },
  restore,
};

/** A path for each file of a project, none twice and none of a document of the capture's own, also where letters' case is lost. */
function freePaths(): (file: Pick<ScriptFile, 'name' | 'type'>) => string {
  const taken = new Set(['project.json', 'observed.json', 'secrets.encrypted.json']);
  return (file) => {
    const wanted = fileNameOf(file).split('/').map(segmentOf).join('/');
    let path = wanted;
    for (let count = 2; taken.has(path.toLowerCase()); count += 1) path = `${wanted}~${count}`;
    taken.add(path.toLowerCase());
    return path;
  };
}
