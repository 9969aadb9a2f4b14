/**
 * Version of everything in this folder. Raised when a message changes in a way that an older peer would misread;
 * a server refuses a bridge of another version with a typed refusal instead of guessing.
 */
export const BRIDGE_CONTRACT_VERSION = 2;
