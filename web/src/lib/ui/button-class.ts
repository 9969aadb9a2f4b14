export type ButtonKind = 'primary' | 'plain' | 'ghost' | 'danger' | 'go';
export type ButtonSize = 'sm' | 'md' | 'lg';

const base =
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap ' +
  'transition-colors duration-75 aria-disabled:opacity-50';
const sizes: Record<ButtonSize, string> = {
  sm: 'h-6 px-2 text-small',
  md: 'h-7 px-2.5 text-base max-sm:h-9 max-sm:px-3',
  lg: 'h-9 px-4 text-base max-sm:h-11',
};
const kinds: Record<ButtonKind, string> = {
  primary:
    'bg-accent text-accent-ink not-aria-disabled:hover:bg-accent-hover [&_kbd]:border-white/40 [&_kbd]:text-white',
  plain: 'border border-line-strong bg-surface text-ink not-aria-disabled:hover:bg-hover',
  ghost: 'text-dim not-aria-disabled:hover:bg-hover not-aria-disabled:hover:text-ink',
  danger: 'border border-line-strong bg-surface text-gone not-aria-disabled:hover:bg-gone-tint',
  go: 'bg-ready-tint text-ready not-aria-disabled:hover:brightness-95',
};

/** The look of a button, for the few elements that are links but look like one. */
export const buttonClass = (kind: ButtonKind = 'plain', size: ButtonSize = 'md'): string =>
  `${base} ${sizes[size]} ${kinds[kind]}`;
