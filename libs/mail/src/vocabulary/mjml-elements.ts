import { createRequire } from 'node:module';

/** One element a template may write, as the installed MJML defines it. */
export interface MjmlElement {
  readonly name: string;
  readonly attributes: readonly MjmlAttribute[];
  /** What may stand in it. */
  readonly children: readonly string[];
}

export interface MjmlAttribute {
  readonly name: string;
  /** The only values it takes; empty: it takes more than can be listed. */
  readonly values: readonly string[];
}

interface Component {
  readonly allowedAttributes?: Readonly<Record<string, string>>;
}

/** Of MJML's own packages, what is read here. They are CommonJS and MJML's dependencies, not ours. */
interface Definitions {
  readonly core: { readonly components: Readonly<Record<string, Component>> };
  readonly validator: { readonly dependencies: Readonly<Record<string, readonly unknown[]>> };
}

/** Attributes that MJML takes everywhere and lists nowhere. */
const EVERYWHERE = ['css-class', 'mj-class'] as const;
/** Not for templates: our renderer refuses the first and loads nothing for the second. */
const REFUSED = new Set(['mj-include', 'mj-font']);

let known: readonly MjmlElement[] | undefined;

/** Elements and attributes from MJML's own definitions, so that what is offered is what is accepted. */
export function mjmlElements(): readonly MjmlElement[] {
  known ??= read();
  return known;
}

function read(): MjmlElement[] {
  const fromMjml = createRequire(createRequire(import.meta.url).resolve('mjml'));
  // MJML registers its components when it is first loaded.
  fromMjml('mjml');
  const core = fromMjml('mjml-core') as Definitions['core'];
  const validator = fromMjml('mjml-validator') as Definitions['validator'];
  const children = new Map(
    Object.entries(validator.dependencies).map(([name, inside]) => [
      name,
      inside.filter((child): child is string => typeof child === 'string' && !REFUSED.has(child)),
    ]),
  );
  const names = [...new Set(['mjml', ...Object.keys(core.components), ...children.keys()])];
  return names
    .filter((name) => !REFUSED.has(name))
    .toSorted()
    .map((name) => ({ name, attributes: attributesOf(core.components[name]), children: children.get(name) ?? [] }));
}

function attributesOf(component: Component | undefined): MjmlAttribute[] {
  const own = Object.entries(component?.allowedAttributes ?? {});
  const listed = own.map(([name, type]) => ({ name, values: /^enum\(([^()]*)\)$/.exec(type)?.[1]?.split(',') ?? [] }));
  return [...EVERYWHERE.map((name) => ({ name, values: [] })), ...listed].toSorted((one, other) =>
    one.name < other.name ? -1 : 1,
  );
}
