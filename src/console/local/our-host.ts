/** Whether a request names the console as its host: another name that leads here is an attack by DNS. */
export function isOurHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}
