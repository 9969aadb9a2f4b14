/** `nobody` of Debian and its relatives; Asterisk needs no more than a user without rights. */
const NOBODY = { uid: 65534, gid: 65534 };

/** The user Asterisk is to run as when the lab is started by root; undefined when it is an ordinary user already. */
export function unprivilegedUser(): { uid: number; gid: number } | undefined {
  return process.getuid?.() === 0 ? NOBODY : undefined;
}
