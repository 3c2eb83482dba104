import { lazyRouteComponent } from '@tanstack/react-router';
import type { AsyncRouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';

/**
 * A screen that is loaded when it is first opened: `component: screen(() => import('./sources-screen.js'),
 * 'SourcesScreen')`. The router's own `lazyRouteComponent` would make the type of the addresses depend on the screens,
 * which themselves ask for the types of their addresses.
 */
export function screen(load: () => Promise<object>, name: string): AsyncRouteComponent<object> {
  return lazyRouteComponent(async () => {
    const found: unknown = Reflect.get(await load(), name);
    if (typeof found !== 'function') throw new Error(`no screen is called ${name}`);
    return { screen: found as ComponentType };
  }, 'screen');
}
