import { readFileSync, readdirSync } from 'node:fs';

/** `getconf CLK_TCK`: fixed at 100 for programs on every Linux this runs on. */
const MICROS_PER_TICK = 10_000;
const BYTES_PER_KB = 1_024;

/** Of one process, all its threads, in microseconds; 0 once it is gone. */
export function processorMicros(pid: number): number {
  const stat = statOf(pid);
  return stat === undefined ? 0 : (stat.own + stat.ofChildren) * MICROS_PER_TICK;
}

/** Of a process, those it started, and those it started that have ended: PostgreSQL with its back-ends. */
export function processorMicrosOfTree(root: number): number {
  const stats = pids().flatMap((pid) => {
    const stat = statOf(pid);
    return stat === undefined ? [] : [{ pid, ...stat }];
  });
  const children = Map.groupBy(stats, ({ parent }) => parent);
  const total = (pid: number): number =>
    (children.get(pid) ?? []).reduce((sum, child) => sum + child.own + child.ofChildren + total(child.pid), 0);
  return processorMicros(root) + total(root) * MICROS_PER_TICK;
}

export function parentOf(pid: number): number {
  const stat = statOf(pid);
  if (stat === undefined) throw new Error(`there is no process ${pid}`);
  return stat.parent;
}

/** The most memory a process ever held, in bytes; 0 once it is gone. */
export function peakBytesOf(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * BYTES_PER_KB;
}

/** What a process has read from files and sockets, in bytes; undefined where we may not know. */
export function bytesReadBy(pid: number): number | undefined {
  const found = /rchar: (\d+)/.exec(read(`/proc/${pid}/io`))?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Open files and sockets of a process. */
export function descriptorsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    // Gone, or another user's: not known.
    return 0;
  }
}

function pids(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

/** proc(5): after the name in brackets, which may hold anything, parent is field 4, times are 14 to 17. */
function statOf(pid: number): { parent: number; own: number; ofChildren: number } | undefined {
  const text = read(`/proc/${pid}/stat`);
  if (text === '') return undefined;
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const field = (n: number): number => fields[n - 3] ?? 0;
  return { parent: field(4), own: field(14) + field(15), ofChildren: field(16) + field(17) };
}

/** Empty where there is nothing (any more), or another system than Linux. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
