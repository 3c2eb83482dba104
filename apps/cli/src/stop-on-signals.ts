/** The first SIGINT or SIGTERM closes cleanly and ends with 0; a second one means "now". */
export function stopOnSignals(close: () => Promise<void>, onStop: () => void = () => undefined): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(130);
    stopping = true;
    onStop();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
