/** A line of a file of settings: INI, dotenv, npmrc, TOML, systemd units, shell-like. */
export interface SettingLine {
  readonly section: string;
  readonly key: string;
  readonly value: string;
}

export interface SettingLines {
  readonly settings: readonly SettingLine[];
  /** What is neither a setting, nor a section, nor a comment: what it says is not known. */
  readonly others: readonly string[];
}

/** `[section]`, `key = value` or `key: value`; a backslash at the end goes on in the next line. Comments are left out. */
export function settingLines(text: string): SettingLines {
  const settings: SettingLine[] = [];
  const others: string[] = [];
  let section = '';
  for (const raw of text.replaceAll(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const heading = /^\[+([^\]]{0,500})\]+$/.exec(line);
    const at = line.search(/[=]/) >= 0 ? line.indexOf('=') : line.indexOf(': ');
    if (heading) section = heading[1] ?? '';
    else if (at > 0) settings.push({ section, key: line.slice(0, at).trim(), value: line.slice(at + 1).trim() });
    else others.push(line);
  }
  return { settings, others };
}
