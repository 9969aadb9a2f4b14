import type { PreprocessorGroup } from 'svelte/compiler';

export const iconProps: readonly string[];
export function plainIcons(): PreprocessorGroup;
export function plainIcon(source: string): string;
