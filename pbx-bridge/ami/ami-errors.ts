/** What can go wrong between the bridge and Asterisk, each with a name. Messages are written for the administrator. */

/** A key or value that would break out of its AMI header (CR, LF, NUL) or that AMI cannot carry. Nothing was sent. */
export class AmiValueRefused extends Error {
  override readonly name = 'AmiValueRefused';
}

/** Nobody listens, the network says no, or what answers is no Asterisk manager. */
export class AmiRefused extends Error {
  override readonly name = 'AmiRefused';
}

/** Asterisk knows us not: wrong user or secret, or the address is not permitted. */
export class AmiLoginRejected extends Error {
  override readonly name = 'AmiLoginRejected';
}

/** Logged in, but Asterisk denies an action for want of a right. */
export class AmiLackingRight extends Error {
  override readonly name = 'AmiLackingRight';
  readonly action: string;

  constructor(action: string) {
    super(`Asterisk denies the action ${action} to the bridge's manager user.`);
    this.action = action;
  }
}

/** No answer in time. Whether Asterisk did it is not known. */
export class AmiTimedOut extends Error {
  override readonly name = 'AmiTimedOut';
}

/** The link is down, or went down before the answer came (`AmiAnswerLost`). */
export class AmiDisconnected extends Error {
  override readonly name: string = 'AmiDisconnected';
}

/** The link broke before the answer came. Whether Asterisk did it is not known. */
export class AmiAnswerLost extends AmiDisconnected {}

/** Asterisk answered `Response: Error`; the message is Asterisk's. */
export class AmiActionFailed extends Error {
  override readonly name = 'AmiActionFailed';
}

/** An answer or list grew over its cap, or too many actions wait. */
export class AmiOverloaded extends Error {
  override readonly name = 'AmiOverloaded';
}
