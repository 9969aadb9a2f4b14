/**
 * Telephone numbers are personal data: logs show only their last two digits.
 *
 * @example maskNumbers('PJSIP/+33612345678@trunk') // 'PJSIP/+*********78@trunk'
 * Uniqueids (`pbx1-1795422184.99`) stay readable, because without them a log entry leads nowhere.
 */
export const maskNumbers = (text: string): string =>
  text.replace(/\d{6,}(?!\d*\.\d)/g, (digits) => '*'.repeat(digits.length - 2) + digits.slice(-2));
