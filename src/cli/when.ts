/** A time as people read it and scripts sort it: UTC, to the minute, like `2025-01-14T10:22Z`. */
export function utcMinute(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 16)}Z`;
}

/** As `utcMinute`, to the second: in what happens here, seconds matter. */
export function utcSecond(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 19)}Z`;
}

/** How long ago something was, in its largest whole unit. */
export function ago(iso: string, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - Date.parse(iso)) / 1000));
  if (seconds < 120) return `${seconds} s ago`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min ago`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h ago` : `${Math.round(seconds / 86_400)} days ago`;
}
