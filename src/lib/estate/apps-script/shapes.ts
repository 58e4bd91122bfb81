import * as z from 'zod';

/** What the API answers, as far as it is captured: https://developers.google.com/apps-script/api/reference/rest */
export const PROJECT = z.object({
  scriptId: z.string(),
  title: z.string().default(''),
  /** The Drive file that the script is bound to. */
  parentId: z.string().optional(),
  createTime: z.string().optional(),
  updateTime: z.string().optional(),
});

const EXTENSIONS = { SERVER_JS: 'gs', HTML: 'html', JSON: 'json' } as const;

const FILE = z.object({
  /** Without an extension; may have slashes. */
  name: z.string(),
  type: z.enum(['SERVER_JS', 'HTML', 'JSON']),
  source: z.string().default(''),
  updateTime: z.string().optional(),
});

export const CONTENT = z.object({ files: z.array(FILE).default([]) });

export const VERSIONS = z.object({
  versions: z
    .array(
      z.object({
        versionNumber: z.number(),
        description: z.string().optional(),
        createTime: z.string().optional(),
      }),
    )
    .default([]),
  nextPageToken: z.string().optional(),
});

export const DEPLOYMENTS = z.object({
  deployments: z
    .array(
      z.object({
        deploymentId: z.string(),
        /** Of the deployment of HEAD, which every project has, there is no version. */
        deploymentConfig: z
          .object({
            versionNumber: z.number().optional(),
            manifestFileName: z.string().optional(),
            description: z.string().optional(),
          })
          .default({}),
        entryPoints: z.array(z.record(z.string(), z.unknown())).default([]),
        updateTime: z.string().optional(),
      }),
    )
    .default([]),
  nextPageToken: z.string().optional(),
});

export const FAILURE = z.object({ error: z.object({ message: z.string(), status: z.string().optional() }) });

/** A file of a project, as it is put back. */
export type ScriptFile = Pick<z.infer<typeof FILE>, 'name' | 'type' | 'source'>;
export type Project = z.infer<typeof PROJECT>;
export type Content = z.infer<typeof CONTENT>;
export type Version = z.infer<typeof VERSIONS>['versions'][number];
export type Deployment = z.infer<typeof DEPLOYMENTS>['deployments'][number];

/** The name of a file as people know it: `Code.gs`. */
export function fileNameOf({ name, type }: Pick<ScriptFile, 'name' | 'type'>): string {
  return `${name}.${EXTENSIONS[type]}`;
}
