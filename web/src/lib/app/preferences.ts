/** Small choices of this browser (theme, columns, drafts). Storage can be full or forbidden: then they last for the page. */
export interface Preferences {
  read<T>(key: string, fallback: T): T;
  write(key: string, value: unknown): void;
  remove(key: string): void;
  keys(): string[];
}

const PREFIX = 'trunkline.';

export function createPreferences(storage: Storage | null): Preferences {
  const memory = new Map<string, string>();
  const attempt = <T>(run: (storage: Storage) => T, otherwise: () => T): T => {
    try {
      return storage ? run(storage) : otherwise();
    } catch {
      return otherwise();
    }
  };
  return {
    read<T>(key: string, fallback: T): T {
      const text =
        memory.get(key) ??
        attempt(
          (s) => s.getItem(PREFIX + key),
          () => null,
        );
      if (text === null) return fallback;
      try {
        return JSON.parse(text) as T;
      } catch {
        return fallback;
      }
    },
    write(key, value) {
      const text = JSON.stringify(value);
      const kept = attempt(
        (s) => {
          s.setItem(PREFIX + key, text);
          return true;
        },
        () => false,
      );
      if (kept) memory.delete(key);
      else memory.set(key, text);
    },
    remove(key) {
      memory.delete(key);
      attempt(
        (s) => s.removeItem(PREFIX + key),
        () => undefined,
      );
    },
    keys: () =>
      attempt(
        (s) =>
          Object.keys(s)
            .filter((key) => key.startsWith(PREFIX))
            .map((key) => key.slice(PREFIX.length)),
        () => [...memory.keys()],
      ),
  };
}
