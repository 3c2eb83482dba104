import { useEffect, useState } from 'react';
import type { RefCallback } from 'react';

/** Whether what an element holds is wider than it, now and after it was resized. */
export function useIsWider(): [RefCallback<HTMLElement>, boolean] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [isWider, setWider] = useState(false);
  useEffect(() => {
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      setWider(element.scrollWidth > element.clientWidth);
    });
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => {
      observer.disconnect();
    };
  }, [element]);
  return [setElement, isWider];
}
