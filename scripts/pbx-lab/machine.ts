import { DOCKER_HINT, PbxLabError } from './pbx-lab-error.ts';

/** Where Debian puts libraries and the dynamic loader for one processor family. */
export type MachineLayout = {
  debianArch: 'amd64' | 'arm64';
  /** Multi-arch folder below `usr/lib`. */
  triplet: string;
  /** File name of the dynamic loader in that folder. */
  loader: string;
};

const LAYOUTS: Record<string, MachineLayout> = {
  x64: { debianArch: 'amd64', triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { debianArch: 'arm64', triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

/**
 * The Debian layout of this machine.
 * @throws PbxLabError `unsupported-system` on anything but Linux on amd64 or arm64.
 */
export function machineLayout(platform: string = process.platform, arch: string = process.arch): MachineLayout {
  const layout = LAYOUTS[arch];
  if (platform !== 'linux' || layout === undefined) {
    throw new PbxLabError(
      'unsupported-system',
      `The PBX lab runs on Linux (amd64 or arm64), this machine is ${platform} ${arch}: ${DOCKER_HINT}.`,
    );
  }
  return layout;
}
