export function findChromium(): string | undefined;
export function installSystemPackages(stages: string[]): Promise<void>;
