import { join } from 'node:path';
import type { MailLab } from '../mail-lab/mail-lab.ts';

/** The mail server of the demonstration: what is written to its customers arrives in DATA_DIR/mail-lab and goes no further. */
export async function startDemoMail(dataDir: string): Promise<{ lab: MailLab; env: NodeJS.ProcessEnv }> {
  // Only where it is used: an installation for work does without its library.
  const { startMailLab } = await import('../mail-lab/mail-lab.ts');
  const lab = await startMailLab({ folder: join(dataDir, 'mail-lab') });
  return { lab, env: { SMTP_URL: lab.url, MAIL_FROM: 'Trunkline demonstration <office@example.com>' } };
}
