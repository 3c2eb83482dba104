import { Context, Drop } from 'liquidjs';

/** Names a stretch of a template sets, whatever happens, and those it sets only under a condition. */
export interface Assigned {
  readonly always: ReadonlySet<string>;
  readonly maybe: ReadonlySet<string>;
}

/** What a stretch of a template printed, what it depended on, and what it set. */
export interface Kept {
  readonly text: string;
  readonly reads: readonly Read[];
  /** Variables it sets: as they were before, where that matters, and as they are after; `undefined`: it does not exist. */
  readonly before: readonly (readonly [name: string, value: unknown])[];
  readonly after: readonly (readonly [name: string, value: unknown])[];
}

/** A variable, or one property of Liquid's own objects such as `forloop.first`. */
export interface Read {
  readonly name: string;
  readonly property: string | undefined;
  readonly value: unknown;
}

interface Watching {
  readonly assigned: Assigned;
  /** Of every name in `assigned`. */
  readonly before: ReadonlyMap<string, unknown>;
  /** Those of `assigned.always` that were read before they were set. */
  readonly readBefore: Set<string>;
  /** Frames there were: what is read of later ones is the stretch's own. */
  readonly depth: number;
  readonly reads: Map<string, Read>;
  isKeepable: boolean;
}

/** A Liquid context that says what is read of it. See `LiquidMemory`. */
export class WatchedContext extends Context {
  readonly #frames: object[] = [];
  readonly #watching: Watching[] = [];

  override push(frame: object): number {
    this.#frames.push(frame);
    return super.push(frame);
  }

  override pop(): ReturnType<Context['pop']> {
    this.#frames.pop();
    return super.pop();
  }

  override *_get(paths: Parameters<Context['_get']>[0]): Generator {
    const [name] = paths;
    if (this.#watching.length > 0 && typeof name === 'string')
      this.#note(name, paths.length === 2 ? paths[1] : undefined);
    return (yield super._get(paths)) as unknown;
  }

  /** Begins to watch; `assigned` are the names that the stretch may set. Ended by {@link unwatch}, last begun first. */
  watch(assigned: Assigned): Watching {
    const watching: Watching = {
      assigned,
      before: new Map([...assigned.always, ...assigned.maybe].map((name) => [name, this.#value(name)])),
      readBefore: new Set(),
      depth: this.#frames.length,
      reads: new Map(),
      isKeepable: true,
    };
    this.#watching.push(watching);
    return watching;
  }

  unwatch(): void {
    this.#watching.pop();
  }

  /** What is worth keeping of a stretch that was watched; undefined where it read what cannot be compared. */
  kept({ assigned, before, readBefore, reads, isKeepable }: Watching, text: string): Kept | undefined {
    if (!isKeepable) return undefined;
    const variables = this.bottom() as Readonly<Record<string, unknown>>;
    const after = [...before.keys()].map((name) => [name, variables[name]] as const);
    const matters = [...before].filter(([name]) => assigned.maybe.has(name) || readBefore.has(name));
    return { text, reads: [...reads.values()], before: matters, after };
  }

  /** Whether a stretch would read now what it read then. */
  isSame({ reads, before }: Kept): boolean {
    return (
      reads.every((read) => Object.is(this.read(read), read.value)) &&
      before.every(([name, value]) => Object.is(this.#value(name), value))
    );
  }

  /** Has the effects of a stretch without rendering it. */
  repeat({ reads, after }: Kept): void {
    const variables = this.bottom() as Record<string, unknown>;
    for (const [name, value] of after) if (value !== undefined) variables[name] = value;
    if (this.#watching.length > 0) for (const { name, property } of reads) this.#note(name, property);
  }

  #note(name: string, property: unknown): void {
    const depth = this.#depthOf(name);
    for (const watching of this.#watching) {
      if (depth >= watching.depth) continue;
      if (watching.before.has(name)) {
        // Another value than before: the stretch has set it by now, and reads its own.
        if (Object.is(this.#value(name), watching.before.get(name))) watching.readBefore.add(name);
        continue;
      }
      const isOurs = this.#value(name) instanceof Drop;
      if (isOurs && typeof property !== 'string') watching.isKeepable = false;
      const asked = isOurs && typeof property === 'string' ? property : undefined;
      const key = asked === undefined ? name : `${name}.${asked}`;
      if (!watching.reads.has(key))
        watching.reads.set(key, { name, property: asked, value: this.read({ name, property: asked }) });
    }
  }

  /** Of the frame that holds the name; -1: a variable that was assigned, or data. */
  #depthOf(name: string): number {
    return this.#frames.findLastIndex((frame) => name in frame);
  }

  /** The value of what was read then, as it is now. */
  read({ name, property }: Pick<Read, 'name' | 'property'>): unknown {
    const value = this.#value(name);
    return property === undefined || !(value instanceof Drop) ? value : (this.readProperty(value, property) as unknown);
  }

  #value(name: string): unknown {
    const frame = this.#frames[this.#depthOf(name)] ?? [this.bottom(), this.environments].find((one) => name in one);
    return ((frame ?? this.globals) as Readonly<Record<string, unknown>>)[name];
  }
}
