/** What a browser shows after a form without a script: the firm's own page, or a word in four languages. Pure. */

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>OK</title></head>
<body><h1>✓</h1><p>Thank you, we have it.</p><p lang="ru">Спасибо, мы всё получили.</p>
<p lang="fr">Merci, nous l’avons bien reçu.</p><p lang="it">Grazie, l’abbiamo ricevuto.</p></body></html>
`;

export const thanksPage = (thanksUrl: string | null): Response =>
  thanksUrl === null
    ? new Response(page, { status: 202, headers: { 'content-type': 'text/html; charset=utf-8' } })
    : new Response(null, { status: 303, headers: { location: thanksUrl } });
