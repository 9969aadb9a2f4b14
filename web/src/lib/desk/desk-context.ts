import { getContext, setContext } from 'svelte';
import type { DeskController } from './desk-controller.svelte.ts';

const KEY = Symbol('desk');

export const provideDesk = (desk: DeskController): DeskController => setContext(KEY, desk);
/** Null where a part of the desk stands on another page. */
export const deskAround = (): DeskController | null => getContext<DeskController | undefined>(KEY) ?? null;
export const useDesk = (): DeskController => getContext<DeskController>(KEY);
