import { getContext, setContext } from 'svelte';
import type { Console } from './console.svelte.ts';

const KEY = Symbol('console');

export const provideConsole = (console: Console): Console => setContext(KEY, console);

/** Everything a component may need of the console: API, live state, keys, toasts, time, session. Call it while a component starts. */
export function useConsole(): Console {
  const found = getContext<Console | undefined>(KEY);
  if (!found) throw new Error('useConsole() needs the layout of the console above it');
  return found;
}
