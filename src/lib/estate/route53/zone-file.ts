import type { RecordSet } from './record.ts';
import { isApex } from './record.ts';

/** Which field of a value is a domain name, by type: these end in a dot in a zone file. */
const NAMES: Readonly<Record<string, readonly number[]>> = {
  CNAME: [0],
  NS: [0],
  PTR: [0],
  MX: [1],
  SRV: [3],
  SOA: [0, 1],
  NAPTR: [5],
  SVCB: [1],
  HTTPS: [1],
};

/**
 * A zone as a master file (RFC 1035, section 5) that any name server reads. Names are written in full. What such a file cannot
 * say (aliases, routing policies) stands in it as comments.
 */
export function zoneFile(zone: string, records: readonly RecordSet[]): string {
  const first = (record: RecordSet) => (isApex(record, zone) ? (record.Type === 'SOA' ? 0 : 1) : 2);
  const sorted = records.toSorted((a, b) => first(a) - first(b));
  return [`$ORIGIN ${fileName(zone)}`, ...sorted.flatMap(linesOf), ''].join('\n');
}

function linesOf(record: RecordSet): readonly string[] {
  const { Name = '', Type = '', TTL, AliasTarget, ResourceRecords = [], SetIdentifier } = record;
  const name = fileName(Name);
  if (AliasTarget) {
    const { DNSName = '', HostedZoneId, EvaluateTargetHealth } = AliasTarget;
    const how = `zone ${comment(HostedZoneId)}${EvaluateTargetHealth === true ? ', evaluates its health' : ''}`;
    return [`; alias${policyOf(record)}: ${name} ${Type} is ${fileName(DNSName)} (${how})`];
  }
  return ResourceRecords.map(({ Value = '' }) => {
    const value = fileValue(Type, Value);
    if (value === undefined) return `; not for a zone file: ${name} ${Type} ${comment(Value)}`;
    const line = `${name} ${TTL ?? ''} IN ${Type} ${value}`;
    return SetIdentifier === undefined ? line : `;${policyOf(record)}: ${line}`;
  });
}

function policyOf({
  SetIdentifier,
  Weight,
  Region,
  Failover,
  GeoLocation,
  MultiValueAnswer,
  CidrRoutingConfig,
  GeoProximityLocation,
  HealthCheckId,
}: RecordSet): string {
  if (SetIdentifier === undefined) return '';
  const policy = {
    Weight,
    Region,
    Failover,
    GeoLocation,
    MultiValueAnswer,
    CidrRoutingConfig,
    GeoProximityLocation,
    HealthCheckId,
  };
  return ` ${comment(SetIdentifier)} ${comment(policy)}`;
}

/** JSON has no line breaks: nothing gets out of its comment. */
function comment(value: unknown): string {
  return JSON.stringify(value) ?? '""';
}

/** A name with a dot at its end. Route 53 writes what is no letter, digit, hyphen or underscore as `\` and octal digits, a zone file as decimal ones. */
function fileName(name: string): string {
  const full = name.endsWith('.') ? name : `${name}.`;
  return decimal(full, (character) => /^[\w*.-]$/.test(character));
}

/** A value as a zone file has it; `undefined` where its quotes do not match. */
function fileValue(type: string, value: string): string | undefined {
  const fields = value.match(/(?:"(?:[^"\\]|\\[^])*"|[^"\s\\]|\\[^]|["\\])+/g) ?? [];
  const written = fields.map(fileField);
  if (written.includes(undefined)) return undefined;
  const names = NAMES[type] ?? [];
  return written
    .map((field, at) => (names.includes(at) && field?.endsWith('.') !== true ? `${field}.` : field))
    .join(' ');
}

/** A field is what has no blanks but in its quotes, as in `alpn="h2,h3"`. */
function fileField(field: string): string | undefined {
  const parts = field.match(/"(?:[^"\\]|\\[^])*"|(?:[^"\\]|\\[^])+|["\\]/g) ?? [];
  if (parts.some((part) => part === '"' || part === '\\')) return undefined;
  return parts
    .map((part) =>
      part.startsWith('"')
        ? `"${decimal(part.slice(1, -1), (character) => /^[ -!#-[\]-~]$/.test(character))}"`
        : decimal(part, (character) => /^[!#-'*-:<-[\]-~]$/.test(character)),
    )
    .join('');
}

/** Every character that is not `plain`, escaped: Route 53's own escapes (`\` and three octal digits, or any character) are read first. */
function decimal(text: string, plain: (character: string) => boolean): string {
  return text.replace(/\\([0-3][0-7]{2})|\\([^])|([^])/gu, (_, octal?: string, escaped?: string, other?: string) => {
    if (octal !== undefined) return written(Number.parseInt(octal, 8), plain);
    const character = escaped ?? other ?? '';
    if (escaped === undefined && plain(character)) return character;
    return [...Buffer.from(character)]
      .map((byte) => written(byte, escaped === undefined ? plain : () => false))
      .join('');
  });
}

function written(byte: number, plain: (character: string) => boolean): string {
  const character = String.fromCharCode(byte);
  // A dot that was escaped is part of a label.
  return byte < 128 && character !== '.' && plain(character) ? character : `\\${String(byte).padStart(3, '0')}`;
}
