/** Ordinal numbers of elements from the body down; the body's own is empty. */
export type Place = readonly number[];

/** As deep as tables in a mail are nested, several times over. */
const DEEPEST = 200;

/**
 * Where two versions of a message differ: the smallest element that holds all that does, or the first of a few.
 * `undefined`: nowhere, or all over, as with another content.
 */
export function changedPlace(before: Document, after: Document): Place | undefined {
  const place: number[] = [];
  let [old, now]: [Element, Element] = [before.body, after.body];
  while (place.length < DEEPEST) {
    const others = [...old.children];
    const children = [...now.children];
    const differing = children.flatMap((child, at) => (others[at]?.isEqualNode(child) === true ? [] : [at]));
    const [only, ...more] = differing;
    const next = only === undefined ? undefined : children[only];
    if (only === undefined || next === undefined) break;
    const counterpart = others[only];
    // What was put in, or taken out, moves all that follow it.
    if (children.length !== others.length || counterpart === undefined) return [...place, only];
    if (2 * (more.length + 1) > Math.max(2, children.length)) return undefined;
    if (more.length > 0) return [...place, only];
    place.push(only);
    [old, now] = [counterpart, next];
  }
  return place.length === 0 ? undefined : place;
}

/** The element there; `undefined` where the message is another one by now. */
export function elementAt(mail: Document, place: Place): Element | undefined {
  return place.reduce<Element | undefined>((element, at) => element?.children[at], mail.body);
}
