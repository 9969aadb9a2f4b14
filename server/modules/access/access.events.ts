/** Facts of this module; the live link and every server's memory of who is signed in follow them. */
export type AccessFacts = {
  /** Name, role, team, language, active, agent: rights may have changed. */
  'user.changed': { userId: string };
  /** Somebody signed in; whoever sits at a telephone is there from now on. */
  'session.began': { userId: string; agentId: string | null };
  'session.ended': { userId: string; sessionId: string };
  'team.changed': { teamId: string };
  /** An own role was made, changed or deleted: the rights of everybody who has it. */
  'role.changed': { roleId: string };
  'api-key.revoked': { keyId: string };
};
