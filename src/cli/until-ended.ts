/** Comes when somebody asks the process to end: by Ctrl-C, by closing the terminal, or with `kill`. */
export function untilEnded(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
