import { getContext, setContext } from 'svelte';
import type { DeskController } from './desk-controller.svelte.ts';

const KEY = Symbol('desk');

export const provideDesk = (desk: DeskController): DeskController => setContext(KEY, desk);
export const useDesk = (): DeskController => getContext<DeskController>(KEY);
