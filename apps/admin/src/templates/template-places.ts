import type { ListedTemplate, Template } from './queries.js';

/** A partial as the list of templates knows it. */
export interface PartialPlace {
  id: string;
  slug: string;
  name: string;
  usedBy: number;
  /** published after the template's own newest version, which still holds the one before */
  isNewer: boolean;
}

/** The partials a template's newest version holds, and all others there are; each by its name. */
export function partialsOf(template: Template, all: readonly ListedTemplate[]): { held: PartialPlace[]; others: PartialPlace[] } {
  const places = all
    .filter(({ kind, id }) => kind === 'partial' && id !== template.id)
    .map(({ id, slug, name, usedBy, updatedAt }) => {
      const isHeld = template.partials.includes(slug);
      return { id, slug, name, usedBy: usedBy.length, isNewer: isHeld && Date.parse(updatedAt) > Date.parse(template.updatedAt) };
    })
    .toSorted((one, other) => one.slug.localeCompare(other.slug));
  const isHeld = ({ slug }: PartialPlace): boolean => template.partials.includes(slug);
  return { held: places.filter(isHeld), others: places.filter((place) => !isHeld(place)) };
} // prettier-ignore
