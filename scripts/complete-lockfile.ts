import { readFileSync, writeFileSync } from 'node:fs';

/** A package in a lockfile, as far as it is read or written here. */
interface Entry {
  readonly version?: string;
  readonly dev?: boolean;
  readonly license?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

type Lock = { packages: Record<string, Entry> };

/**
 * Adds the builds for other platforms that npm leaves out of the lockfile when the registry it was written with does
 * not offer them: without their entries `npm ci` refuses the lockfile wherever they are offered. Returns their names.
 */
export function completeLockfile(lock: Lock): string[] {
  const added: string[] = [];
  for (const [holder, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(lock, holder, name)) continue;
      lock.packages[`node_modules/${name}`] = platformEntry(name, version, entry);
      added.push(`${name}@${version}`);
    }
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return added;
}

/** npm looks beside the holder first, then in every folder above it. */
function isLocked(lock: Lock, holder: string, name: string): boolean {
  const parts = holder.split('/node_modules/');
  const above = parts.map((_, index) => parts.slice(0, parts.length - index).join('/node_modules/'));
  return [...above, ''].some((folder) => `${folder && `${folder}/`}node_modules/${name}` in lock.packages);
}

const SYSTEMS = /\b(android|darwin|freebsd|linux|openharmony|win32)\b/;
const PROCESSORS = /\b(arm64|arm|ia32|ppc64|riscv64|s390x|x64)\b/;

/** The platform is in the package's name, e.g. `@scope/binding-linux-arm-musleabihf`. */
function platformEntry(name: string, version: string, holder: Entry): object {
  const system = SYSTEMS.exec(name)?.[1];
  const processor = PROCESSORS.exec(name)?.[1];
  if (!system || !processor) throw new Error(`${name} names no platform that is known here`);
  const libc = system === 'linux' ? /-(gnu|musl)/.exec(name)?.[1] : undefined;
  return {
    version,
    cpu: [processor],
    ...(holder.dev && { dev: true }),
    ...(libc && { libc: [libc === 'gnu' ? 'glibc' : 'musl'] }),
    ...(holder.license && { license: holder.license }),
    optional: true,
    os: [system],
  };
}

if (import.meta.main) {
  const lock: Lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const added = completeLockfile(lock);
  writeFileSync('package-lock.json', `${JSON.stringify(lock, undefined, 2)}\n`);
  console.log(added.length > 0 ? `added ${added.length}:\n  ${added.join('\n  ')}` : 'nothing was missing');
}
