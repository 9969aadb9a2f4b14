/** Pure: the part of an e-mail address that tells a firm: what stands behind the @, unless everybody can have an address there. */

export const everybodysDomains: ReadonlySet<string> = new Set(
  (
    'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com icloud.com me.com aol.com ' +
    'proton.me protonmail.com gmx.com gmx.net gmx.de web.de t-online.de ' +
    'mail.ru bk.ru inbox.ru list.ru internet.ru yandex.ru ya.ru yandex.com rambler.ru ' +
    'orange.fr wanadoo.fr free.fr laposte.net sfr.fr yahoo.fr hotmail.fr outlook.fr ' +
    'libero.it virgilio.it tiscali.it alice.it tin.it yahoo.it hotmail.it outlook.it'
  ).split(' '),
);

/** @example firmDomain('anna@les.example') // 'les.example' · firmDomain('anna@mail.ru') // null */
export function firmDomain(email: string): string | null {
  const domain = /^[^@\s]+@([a-z0-9-]+(?:\.[a-z0-9-]+)+)$/.exec(email.trim().toLowerCase())?.[1] ?? null;
  return domain === null || everybodysDomains.has(domain) ? null : domain;
}
