/** What of a keyboard event the registry looks at; tests hand in plain objects. */
export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/**
 * The name of a pressed key as bindings write it: `a`, `1`, `ctrl+k`, `?`, `escape`, `enter`, `arrowdown`,
 * `alt+shift+arrowdown`.
 * Letters count by what they print when that is Latin (a French layout), else by their place (a Russian one);
 * digits always by their place, because a French layout prints `&` on the key 1. Cmd counts as Ctrl.
 */
export function keyName(press: KeyPress): string | null {
  const letter = /^[a-z]$/i.test(press.key) ? press.key : /^Key([A-Z])$/.exec(press.code)?.[1];
  const digit = press.shiftKey ? undefined : /^(?:Digit|Numpad)([0-9])$/.exec(press.code)?.[1];
  const name = (digit ?? letter ?? press.key).toLowerCase();
  if (name === 'control' || name === 'shift' || name === 'alt' || name === 'meta' || name === 'dead') return null;
  // Alt belongs to the browser and to letters of many layouts; with Shift and an arrow to nobody.
  if (press.altKey) {
    const isOurs = press.shiftKey && !press.ctrlKey && !press.metaKey && name.startsWith('arrow');
    return isOurs ? `alt+shift+${name}` : null;
  }
  return press.ctrlKey || press.metaKey ? `ctrl+${name}` : name;
}

const TYPING =
  'input:not([type=checkbox],[type=radio],[type=range],[type=button]),textarea,select,[contenteditable=""],[contenteditable=true]';
// Radios and tabs use arrows only, so letters pass them; a closed select takes letters to choose.
const OWN_KEYS =
  '[role=menu],[role=listbox],[role=dialog],[role=alertdialog],[role=combobox],[aria-haspopup=listbox],[data-own-keys]';

/** True when single letters belong to the element: fields, and open menus, lists and dialogues with keys of their own. */
export function ownsLetters(target: EventTarget | null): boolean {
  return target instanceof Element && (target.matches(TYPING) || target.closest(OWN_KEYS) !== null);
}

/** How a binding is printed: `g d` as `G D`, `ctrl+k` as `Ctrl K`. */
export function keyLabel(keys: string): string {
  const names: Record<string, string> = {
    ctrl: 'Ctrl',
    alt: 'Alt',
    shift: '⇧',
    escape: 'Esc',
    enter: '↵',
    arrowup: '↑',
    arrowdown: '↓',
    arrowleft: '←',
    arrowright: '→',
    delete: 'Del',
  };
  return keys
    .split(/[+ ]/)
    .map((part) => names[part] ?? part.toUpperCase())
    .join(' ');
}
